import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { session } from '../session/session';
import { useStore } from '../session/store';
import { answerOf, api, type MovieCard, type RatedMovie, type SavedMovie } from './client';

const PAGE = 100;
export type SavedList = 'watchlist' | 'not-interested';

export const useSignedIn = () => useStore(session).status === 'signed-in';

export const profileQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/me', { signal })),
});

export const onboardingQuery = queryOptions({
  queryKey: ['onboarding'],
  queryFn: ({ signal }) =>
    answerOf(api.GET('/api/v1/me/onboarding', { params: { query: { limit: 72 } }, signal })),
  staleTime: Infinity,
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

export const savedListQuery = (savedList: SavedList) =>
  queryOptions({
    queryKey: ['shelf', savedList],
    queryFn: async ({ signal }): Promise<SavedMovie[]> => {
      const path = savedList === 'watchlist' ? '/api/v1/me/watchlist' : '/api/v1/me/not-interested';
      return (await answerOf(api.GET(path, { signal }))).items;
    },
    staleTime: 5 * 60_000,
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

interface RateVariables {
  movie: MovieCard;
  /** Missing: take the rating back. */
  stars?: number;
}

/** Hears of a failure even when who asked for it has left the page, and may try again. */
type Failed<Variables> = (error: Error, variables: Variables, again: () => void) => void;

/** Rates a movie, or takes the rating back; shows at once and is put right if the server refuses. */
export function useRate(failed: Failed<RateVariables>) {
  const client = useQueryClient();
  const mutation = useMutation({
    // One after the other: the last click has the last word.
    scope: { id: 'ratings' },
    mutationFn: async ({ movie, stars }: RateVariables) => {
      const params = { path: { movieId: movie.id } };
      if (stars === undefined) await answerOf(api.DELETE('/api/v1/me/ratings/{movieId}', { params }));
      else await answerOf(api.PUT('/api/v1/me/ratings/{movieId}', { params, body: { rating: stars } }));
    },
    onMutate: async ({ movie, stars }) => {
      await client.cancelQueries({ queryKey: ratingsQuery.queryKey });
      const before = client.getQueryData(ratingsQuery.queryKey);
      client.setQueryData(ratingsQuery.queryKey, (old) => old && withStars(old, movie, stars));
      return { before };
    },
    onError: (error, variables, context) => {
      client.setQueryData(ratingsQuery.queryKey, context?.before);
      failed(error, variables, () => mutation.mutate(variables));
    },
    onSuccess: () => void client.invalidateQueries({ queryKey: ['list'] }),
  });
  return mutation;
}

/** A changed rating stays in its place; a new one comes first. */
function withStars(ratings: RatedMovie[], movie: MovieCard, stars?: number): RatedMovie[] {
  if (stars === undefined) return ratings.filter((rated) => rated.movie.id !== movie.id);
  const known = ratings.some((rated) => rated.movie.id === movie.id);
  if (known)
    return ratings.map((rated) => (rated.movie.id === movie.id ? { ...rated, rating: stars } : rated));
  return [{ movie, rating: stars, ratedAt: new Date().toISOString() }, ...ratings];
}

export function useSaveRatings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ratings: { movieId: string; rating: number }[]) =>
      answerOf(api.PUT('/api/v1/me/ratings', { body: { ratings } })),
    onSuccess: () => forgetMine(client),
  });
}

/** Puts a movie on a saved list or takes it off. */
export function useSaveMovie(savedList: SavedList, failed: Failed<{ movie: MovieCard; on: boolean }>) {
  const client = useQueryClient();
  const key = savedListQuery(savedList).queryKey;
  const mutation = useMutation({
    scope: { id: savedList },
    mutationFn: async ({ movie, on }: { movie: MovieCard; on: boolean }) => {
      const path =
        savedList === 'watchlist' ? '/api/v1/me/watchlist/{movieId}' : '/api/v1/me/not-interested/{movieId}';
      const params = { path: { movieId: movie.id } };
      await answerOf(on ? api.PUT(path, { params }) : api.DELETE(path, { params }));
    },
    onMutate: async ({ movie, on }) => {
      await client.cancelQueries({ queryKey: key });
      const before = client.getQueryData(key);
      client.setQueryData(key, (old) => {
        const others = old?.filter((entry) => entry.movie.id !== movie.id);
        return on && others ? [{ movie, addedAt: new Date().toISOString() }, ...others] : others;
      });
      return { before };
    },
    onError: (error, variables, context) => {
      client.setQueryData(key, context?.before);
      failed(error, variables, () => mutation.mutate(variables));
    },
    onSuccess: () => void client.invalidateQueries({ queryKey: ['list'] }),
  });
  return mutation;
}

/** After many ratings changed at once. */
export function forgetMine(client: ReturnType<typeof useQueryClient>): void {
  for (const queryKey of [['list'], ['ratings'], ['onboarding']]) void client.invalidateQueries({ queryKey });
}
