import { QueryClient } from '@tanstack/react-query';
import { isPassing } from '../http/problem';

const RETRIES = 2;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // A server on this machine answers without any network.
      networkMode: 'always',
      retry: (failures, error) => isPassing(error) && failures < RETRIES,
      retryDelay: (failures) => 400 * 2 ** failures,
      refetchOnWindowFocus: false,
    },
    mutations: { networkMode: 'always' },
  },
});
