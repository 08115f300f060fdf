import type { QueryClient } from '@tanstack/react-query';
import { reachability } from './reachability';
import { session } from './session';

/** What was fetched belongs to whoever was logged in, and what failed while the server was away is fetched again. */
export function keepInStep(client: QueryClient): void {
  let { account } = session.state;
  session.subscribe(() => {
    const before = account;
    account = session.state.account;
    if (before === undefined || before === account) return;
    // After a log-out nothing stays; under another account what is on the page comes anew.
    if (account === undefined) client.clear();
    else void client.resetQueries();
  });
  let up = reachability.state.up;
  reachability.subscribe(() => {
    const before = up;
    up = reachability.state.up;
    if (!before && up) void client.invalidateQueries();
  });
}
