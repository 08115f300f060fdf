import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../client';
import type { components } from '../../http/schema';

export type Library = components['schemas']['Library'];
type NewLibrary = components['schemas']['NewLibrary'];

/** How often is looked whether a library just added has been read. */
const READ_POLL_MS = 2000;

/** The server whose films I have; null for none. */
export const libraryQuery = queryOptions({
  queryKey: ['library'],
  queryFn: async ({ signal }): Promise<Library | null> =>
    (await answerOf(api.GET('/api/v1/me/library', { signal }))).library ?? null,
  refetchInterval: ({ state: { data } }) =>
    data && !data.refreshedAt && !data.problem ? READ_POLL_MS : false,
});

export function useSetLibrary() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewLibrary) => answerOf(api.PUT('/api/v1/me/library', { body })),
    onSuccess: (library) => client.setQueryData(libraryQuery.queryKey, library),
    gcTime: 0,
  });
}

export function useForgetLibrary() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answerOf(api.DELETE('/api/v1/me/library')),
    onSettled: () => client.invalidateQueries({ queryKey: libraryQuery.queryKey }),
  });
}
