import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { session } from '../session/session';
import { useStore } from '../session/store';
import { newKey, persistently } from '../http/retry';
import { type SavedList, taken, tell } from './changes';
import { answerOf, api, type MovieCard, type RatedMovie, type SavedMovie } from './client';

export type { SavedList };

const PAGE = 100;

export const useSignedIn = () => useStore(session).status === 'signed-in';

export const profileQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/me', { signal })),
});

/** All my ratings, newest first. */
export const ratingsQuery = queryOptions({
  queryKey: ['ratings'],
  queryFn: async ({ signal }) => {
    const all: RatedMovie[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: PAGE, cursor };
      const page = await answerOf(api.GET('/api/v1/me/ratings', { params: { query }, signal }));
      all.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    return all;
  },
  staleTime: 5 * 60_000,
});

async function allSeen(signal: AbortSignal): Promise<SavedMovie[]> {
  const all: SavedMovie[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: PAGE, cursor };
    const page = await answerOf(api.GET('/api/v1/me/seen', { params: { query }, signal }));
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return all;
}

export const savedListQuery = (savedList: SavedList) =>
  queryOptions({
    queryKey: ['shelf', savedList],
    queryFn: async ({ signal }): Promise<SavedMovie[]> => {
      if (savedList === 'seen') return allSeen(signal);
      return (await answerOf(api.GET(`/api/v1/me/${savedList}`, { signal }))).items;
    },
    staleTime: 5 * 60_000,
  });

/** The people and countries I like, of so many ratings: another number is another taste. */
export const tasteQuery = (ratings: number) =>
  queryOptions({
    queryKey: ['taste', ratings],
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/me/taste', { signal })),
  });

/** My stars by movie id; empty for somebody who is not logged in. */
export function useMyStars(): ReadonlyMap<string, number> {
  const { data } = useQuery({ ...ratingsQuery, enabled: useSignedIn() });
  return useMemo(() => new Map(data?.map(({ movie, rating }) => [movie.id, rating])), [data]);
}

export function useSavedList(savedList: SavedList): ReadonlySet<string> {
  const { data } = useQuery({ ...savedListQuery(savedList), enabled: useSignedIn() });
  return useMemo(() => new Set(data?.map(({ movie }) => movie.id)), [data]);
}

/** Whether a movie was rated or refused while this page was open, in whichever tab. */
export function useTaken(): (movieId: string) => boolean {
  const { rated, refused } = useStore(taken);
  return useCallback((movieId) => rated.has(movieId) || refused.has(movieId), [rated, refused]);
}

interface RateVariables {
  movie: MovieCard;
  /** Missing: take the rating back. */
  stars?: number;
  /** Names the change; a new one unless it is tried again. */
  key?: string;
}

/** Hears of a failure even when who asked for it has left the page, and may try again under the same name. */
type Failed<Variables> = (error: Error, variables: Variables, again: () => void) => void;

/** Rates a movie, or takes the rating back; shows at once and is put right if the server refuses. */
export function useRate(failed: Failed<RateVariables>) {
  const client = useQueryClient();
  const mutation = useMutation({
    // One after the other: the last click has the last word.
    scope: { id: 'ratings' },
    mutationFn: ({ movie, stars, key }: RateVariables) => {
      const params = { path: { movieId: movie.id } };
      return persistently(
        (headers) =>
          stars === undefined
            ? answerOf(api.DELETE('/api/v1/me/ratings/{movieId}', { params, headers }))
            : answerOf(api.PUT('/api/v1/me/ratings/{movieId}', { params, headers, body: { rating: stars } })),
        key,
      );
    },
    onMutate: async ({ movie, stars }) => {
      await client.cancelQueries({ queryKey: ratingsQuery.queryKey });
      const before = client.getQueryData(ratingsQuery.queryKey);
      tell(client, { kind: 'rate', movie, stars }, 'begun');
      return { before };
    },
    onError: (error, variables, context) => {
      client.setQueryData(ratingsQuery.queryKey, context?.before);
      tell(client, { kind: 'rate', ...changed(variables) }, 'failed');
      failed(error, variables, () => mutation.mutate(variables));
    },
    onSuccess: (_, variables) => tell(client, { kind: 'rate', ...changed(variables) }, 'made'),
  });
  return withNewKeys(mutation);
}

const changed = ({ movie, stars }: RateVariables) => ({ movie, stars });

export function useSaveRatings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ratings: { movieId: string; rating: number }[]) =>
      persistently((headers) => answerOf(api.PUT('/api/v1/me/ratings', { headers, body: { ratings } }))),
    onSuccess: (_, ratings) =>
      tell(client, { kind: 'rate-many', movieIds: ratings.map(({ movieId }) => movieId) }, 'made'),
  });
}

interface SaveVariables {
  movie: MovieCard;
  on: boolean;
  key?: string;
}

/** Puts a movie on a saved list or takes it off. */
export function useSaveMovie(savedList: SavedList, failed: Failed<SaveVariables>) {
  const client = useQueryClient();
  const key = savedListQuery(savedList).queryKey;
  const changed = ({ movie, on }: SaveVariables) => ({ kind: 'save', savedList, movie, on }) as const;
  const mutation = useMutation({
    scope: { id: savedList },
    mutationFn: ({ movie, on, key }: SaveVariables) => {
      const path = `/api/v1/me/${savedList}/{movieId}` as const;
      const params = { path: { movieId: movie.id } };
      return persistently(
        (headers) =>
          answerOf(on ? api.PUT(path, { params, headers }) : api.DELETE(path, { params, headers })),
        key,
      );
    },
    onMutate: async (variables) => {
      await client.cancelQueries({ queryKey: key });
      const before = client.getQueryData(key);
      tell(client, changed(variables), 'begun');
      return { before };
    },
    onError: (error, variables, context) => {
      client.setQueryData(key, context?.before);
      tell(client, changed(variables), 'failed');
      failed(error, variables, () => mutation.mutate(variables));
    },
    onSuccess: (_, variables) => tell(client, changed(variables), 'made'),
  });
  return withNewKeys(mutation);
}

/** Each change gets a name of its own, which it keeps when it is tried again. */
function withNewKeys<Variables extends { key?: string }, Options>(mutation: {
  mutate: (variables: Variables, options?: Options) => void;
}) {
  const mutate = (variables: Variables, options?: Options) =>
    mutation.mutate({ ...variables, key: newKey() }, options);
  return { ...mutation, mutate };
}
