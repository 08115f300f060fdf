import { keepPreviousData, queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { answerOf, api, type MovieCard, type MovieMatch } from './client';
import { COMMON_SORTS, type ListFilter, THIS_YEAR } from './list.filter';
import { useSignedIn } from './me';
import { useAsked } from './viewing';

const HOUR_MS = 3_600_000;
const POPULAR_PAGES = 5;
const PAGE = 100;

export const movieQuery = (id: string) =>
  queryOptions({
    queryKey: ['movie', id],
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/movies/{id}', { params: { path: { id } }, signal })),
  });

export const useSimilar = (id: string) =>
  useQuery({
    queryKey: ['similar', id],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/movies/{id}/similar', { params: { path: { id }, query: { limit: 12 } }, signal }),
      ),
    staleTime: HOUR_MS,
  });

export const useGenres = () =>
  useQuery({
    queryKey: ['genres'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/genres', { signal })),
    staleTime: HOUR_MS,
  });

/** The year of the newest movie: there a choice of years ends. */
export const useNewestYear = () =>
  useQuery({
    queryKey: ['newest-year'],
    queryFn: async ({ signal }) => {
      const query = { sort: 'year', limit: 1 } as const;
      const { items } = await answerOf(api.GET('/api/v1/movies', { params: { query }, signal }));
      return items.at(0)?.year ?? THIS_YEAR;
    },
    staleTime: HOUR_MS,
  });

/** Movies and people by name, with typing mistakes forgiven. `limit` is of movies. */
export const useNameSearch = (q: string, limit: number) =>
  useQuery({
    queryKey: ['names', q, limit],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/movies/names', { params: { query: { q, limit } }, signal })),
    enabled: q.length > 0,
    placeholderData: keepPreviousData,
  });

/** An actor or a director with the movies they are best known for. */
export const usePerson = (id: string) =>
  useQuery({
    queryKey: ['people', id],
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/people/{id}', { params: { path: { id } }, signal })),
  });

/** Movies whose plot is about the words. Fails with 503 when plot search is off. */
export const usePlotSearch = (q: string, limit: number) =>
  useQuery({
    queryKey: ['plots', q, limit],
    queryFn: async ({ signal }) => {
      const query = { q, limit };
      const { items } = await answerOf(api.GET('/api/v1/movies/search', { params: { query }, signal }));
      return items.filter((movie) => movie.match !== 'title');
    },
    enabled: q.length > 2,
    placeholderData: keepPreviousData,
    retry: false,
  });

/** The stars that the user would give, by movie id; none for what they have rated, and for strangers. */
export function useMatches(movieIds: string[]): ReadonlyMap<string, number> {
  const { data } = useQuery({
    queryKey: ['matches', movieIds],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/me/matches', { params: { query: { movieId: movieIds } }, signal })),
    enabled: useSignedIn() && movieIds.length > 0,
    placeholderData: keepPreviousData,
  });
  return useMemo(() => new Map(data?.items.map((one) => [one.movieId, one.predictedRating])), [data]);
}

/** Of how many movies at most it is asked how well they fit: those that came first. */
const MOST_FITS = 500;

/** How well movies fit the user, by movie id: of none that they have rated or seen. */
export function useFits(movieIds: string[]): ReadonlyMap<string, MovieMatch> {
  const asked = movieIds.slice(0, MOST_FITS);
  const { data } = useQuery({
    queryKey: ['fits', asked],
    queryFn: async ({ signal }) => {
      const fits = new Map<string, MovieMatch>();
      for (let from = 0; from < asked.length; from += PAGE) {
        const query = { movieId: asked.slice(from, from + PAGE) };
        const { items } = await answerOf(api.GET('/api/v1/me/matches', { params: { query }, signal }));
        for (const item of items) fits.set(item.movieId, item);
      }
      return fits;
    },
    enabled: useSignedIn() && asked.length > 0,
    placeholderData: keepPreviousData,
  });
  return data ?? NO_FITS;
}
const NO_FITS: ReadonlyMap<string, MovieMatch> = new Map();

/** The best-known movies: what everyone here has rated most. */
export const usePopular = (enabled = true) =>
  useQuery({
    queryKey: ['popular'],
    queryFn: async ({ signal }) => {
      const movies: MovieCard[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < POPULAR_PAGES; page += 1) {
        const query = { sort: 'popularity' as const, limit: PAGE, cursor };
        const answer = await answerOf(api.GET('/api/v1/movies', { params: { query }, signal }));
        movies.push(...answer.items);
        cursor = answer.nextCursor;
        if (!cursor) break;
      }
      return movies;
    },
    staleTime: HOUR_MS,
    enabled,
  });

/** The best-known movies that fit a filter, for whoever has no list of their own. */
export const useBestKnown = ({ diversity: _, known: __, ...filter }: ListFilter) => {
  const asked = useAsked(filter);
  return useInfiniteQuery({
    queryKey: ['best-known', filter, asked],
    enabled: asked !== undefined,
    queryFn: ({ pageParam, signal }) => {
      const sort = COMMON_SORTS.find((common) => common === filter.sort) ?? ('popularity' as const);
      const query = { ...asked, sort, limit: 36, cursor: pageParam };
      return answerOf(api.GET('/api/v1/movies', { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: HOUR_MS,
  });
};

/** A wall of posters for whoever is not logged in. `first.ts` asks for the same, ahead of the app. */
export const useWall = () =>
  useQuery({
    queryKey: ['wall'],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/movies', { params: { query: { sort: 'popularity', limit: 60 } }, signal })),
    staleTime: HOUR_MS,
  });
