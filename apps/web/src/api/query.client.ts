import { QueryClient } from '@tanstack/react-query';
import { retryDelay, worthRetrying } from '../http/retry';

/** Where what was fetched is kept, and fetched again when it may have changed. */
export class Queries extends QueryClient {
  /**
   * A first answer that is still on its way is asked for anew as well: it may be of before the change, and would otherwise be
   * waited for and taken for new.
   */
  override invalidateQueries(...[filters, options]: Parameters<QueryClient['invalidateQueries']>) {
    for (const query of this.getQueryCache().findAll(filters))
      if (query.isActive() && query.state.data === undefined) void query.cancel({ silent: true });
    return super.invalidateQueries(filters, options);
  }
}

export const queryClient = new Queries({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // A server on this machine answers without any network.
      networkMode: 'always',
      retry: worthRetrying,
      retryDelay,
      refetchOnWindowFocus: false,
    },
    // Changes are sent again by `persistently`, also while nobody looks.
    mutations: { networkMode: 'always' },
  },
});
