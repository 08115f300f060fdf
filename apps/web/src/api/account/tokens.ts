import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../client';
import type { components } from '../../http/schema';

export type PersonalToken = components['schemas']['PersonalToken'];
export type NewToken = components['schemas']['NewToken'];
export type Scope = PersonalToken['scopes'][number];

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: async ({ signal }) => (await answerOf(api.GET('/api/v1/me/tokens', { signal }))).items,
});

/** Not sent again by itself: a repeat makes another token. */
export function useMakeToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewToken) => answerOf(api.POST('/api/v1/me/tokens', { body })),
    onSettled: () => client.invalidateQueries({ queryKey: tokensQuery.queryKey }),
    // The answer holds the token, which nothing is to keep.
    gcTime: 0,
  });
}

export function useEndToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answerOf(api.DELETE('/api/v1/me/tokens/{id}', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
}
