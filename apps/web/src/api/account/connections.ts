import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../client';
import { persistently } from '../../http/retry';
import type { components } from '../../http/schema';

export type Connection = components['schemas']['Connection'];
export type InboxItem = components['schemas']['InboxItem'];
export type NewConnection = components['schemas']['NewConnection'];

export const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: async ({ signal }) => (await answerOf(api.GET('/api/v1/me/connections', { signal }))).items,
});

/** Films I watched and am asked about. A film ends while nobody looks at this page. */
export const inboxQuery = queryOptions({
  queryKey: ['inbox'],
  queryFn: async ({ signal }) => (await answerOf(api.GET('/api/v1/me/inbox', { signal }))).items,
  refetchOnWindowFocus: true,
});

/** Not sent again by itself: a repeat makes another address. */
export function useConnect() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewConnection) => answerOf(api.POST('/api/v1/me/connections', { body })),
    onSettled: () => client.invalidateQueries({ queryKey: connectionsQuery.queryKey }),
    gcTime: 0,
  });
}

export function useDisconnect() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      answerOf(api.DELETE('/api/v1/me/connections/{id}', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: connectionsQuery.queryKey }),
  });
}

/** Takes a question off at once; it comes back when the server does not hear of it. */
export function useDropNotice() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      persistently((headers) =>
        answerOf(api.DELETE('/api/v1/me/inbox/{id}', { params: { path: { id } }, headers })),
      ),
    onMutate: (id) =>
      client.setQueryData(inboxQuery.queryKey, (old) => old?.filter((item) => item.id !== id)),
    onError: () => client.invalidateQueries({ queryKey: inboxQuery.queryKey }),
  });
}
