import type { QueryClient } from '@tanstack/react-query';
import { reachability } from './reachability';
import { session } from './session';

/** What was fetched belongs to whoever was logged in, and what failed while the server was away is fetched again. */
export function keepInStep(client: QueryClient): void {
  let status = session.state.status;
  session.subscribe(() => {
    const before = status;
    status = session.state.status;
    if (before === 'signed-in' && status !== 'signed-in') client.clear();
  });
  let up = reachability.state.up;
  reachability.subscribe(() => {
    const before = up;
    up = reachability.state.up;
    if (!before && up) void client.invalidateQueries();
  });
}
