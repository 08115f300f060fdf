import { QueryClient } from '@tanstack/react-query';
import { retryDelay, worthRetrying } from '../http/retry';

export const queryClient = new QueryClient({
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
