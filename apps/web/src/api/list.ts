import { useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { answerOf, api, type Recommendation, type RecommendationPage } from './client';
import { type ListFilter, without, filterParts } from './list.filter';
import { useTaken } from './me';

const PAGE = 24;
const STALE_POLL_MS = 2500;

export interface MyList {
  items: Recommendation[];
  head: Omit<RecommendationPage, 'items'> | undefined;
}

const toQuery = ({ diversity, ...filter }: ListFilter) => ({
  ...filter,
  ...(diversity ? { diversity } : {}),
});

/**
 * My list, page after page. While it is stale it is asked for again, should the announcement of the new one get lost.
 * A movie just rated or refused is gone at once, whatever the server still says.
 */
export function useMyList(filter: ListFilter) {
  const isTaken = useTaken();
  return useInfiniteQuery({
    queryKey: ['list', filter],
    queryFn: ({ pageParam, signal }) =>
      answerOf(
        api.GET('/api/v1/me/recommendations', {
          params: { query: { ...toQuery(filter), limit: PAGE, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    select: ({ pages }): MyList => ({
      items: distinct(pages.flatMap((page) => page.items)).filter(({ movie }) => !isTaken(movie.id)),
      head: pages[0],
    }),
    refetchInterval: ({ state }) => (state.data?.pages[0]?.status === 'stale' ? STALE_POLL_MS : false),
    placeholderData: (previous) => previous,
  });
}

/** A list that was swapped between two pages may repeat a movie. */
function distinct(items: Recommendation[]): Recommendation[] {
  const seen = new Set<string>();
  return items.filter(({ movie }) => !seen.has(movie.id) && seen.add(movie.id));
}

/** Which parts of a filter, let go alone, would find movies. */
export function useLoosening(filter: ListFilter, enabled: boolean) {
  return useQueries({
    queries: filterParts(filter).map((part) => ({
      queryKey: ['loosening', filter, part.key],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const query = { ...toQuery(without(filter, part)), limit: 1 };
        const { items } = await answerOf(
          api.GET('/api/v1/me/recommendations', { params: { query }, signal }),
        );
        return { part, helps: items.length > 0 };
      },
      enabled,
    })),
    combine: (results) => results.flatMap((result) => (result.data ? [result.data] : [])),
  });
}
