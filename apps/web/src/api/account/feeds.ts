import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../client';
import type { components } from '../../http/schema';

export type Feed = components['schemas']['Feed'];

export const feedsQuery = queryOptions({
  queryKey: ['feeds'],
  queryFn: async ({ signal }) => (await answerOf(api.GET('/api/v1/me/feeds', { signal }))).items,
});

/** Not sent again by itself: a repeat makes another address. */
export function useMakeFeed() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (kind: Feed['kind']) => answerOf(api.POST('/api/v1/me/feeds', { body: { kind } })),
    onSettled: () => client.invalidateQueries({ queryKey: feedsQuery.queryKey }),
    gcTime: 0,
  });
}

export function useEndFeed() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answerOf(api.DELETE('/api/v1/me/feeds/{id}', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: feedsQuery.queryKey }),
  });
}
