import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { retryDelay, worthRetrying } from '../http/retry';
import { answerOf, api, type Recommendation, type RecommendationPage } from './client';
import { type ListFilter, OWN_SORTS, without, filterParts } from './list.filter';
import { LIST_END, listOf, STALE_POLL_MS, withNext } from './list.pages';
import { useTaken } from './me';
import { useAsked } from './viewing';

const PAGE = 24;

export interface MyList {
  items: Recommendation[];
  head: Omit<RecommendationPage, 'items'>;
}

/**
 * My list, as far as it was scrolled. It is asked for again, up to what is in view, when the server announces another,
 * and while it is stale, should the announcement get lost. A movie just rated or refused is gone at once, whatever the
 * server still says.
 *
 * @param inView  how many movies somebody has seen of it where they are now
 */
export function useMyList(filter: ListFilter, inView: () => number) {
  const client = useQueryClient();
  const isTaken = useTaken();
  const asked = useAsked(filter);
  const queryKey = ['list', filter, asked?.provider, asked?.region];
  const sort = OWN_SORTS.find((own) => own === filter.sort);
  const page = (query: { limit: number; cursor?: string }, signal?: AbortSignal) =>
    answerOf(
      api.GET('/api/v1/me/recommendations', {
        params: { query: { ...asked, sort, ...query } },
        signal,
      }),
    );
  const list = useQuery({
    queryKey,
    queryFn: ({ signal }) => listOf(Math.max(PAGE, inView()), (query) => page(query, signal)),
    select: ({ items, ...head }): MyList => ({
      items: items.filter(({ movie }) => !isTaken(movie.id)),
      head,
    }),
    refetchInterval: ({ state }) => (state.data?.status === 'stale' ? STALE_POLL_MS : false),
    placeholderData: (previous) => previous,
    enabled: asked !== undefined,
  });
  const more = useMutation({
    mutationFn: (cursor: string) => page({ limit: PAGE, cursor }),
    retry: worthRetrying,
    retryDelay,
    onSuccess: (next, cursor) =>
      client.setQueryData<RecommendationPage>(queryKey, (known) =>
        // Another list may have come meanwhile, which the page is not of.
        known?.nextCursor === cursor ? withNext(known, next) : known,
      ),
  });
  const { nextCursor } = list.data?.head ?? {};
  const whole = nextCursor === undefined || (list.data?.items.length ?? 0) >= LIST_END;
  return {
    ...list,
    more: whole ? undefined : () => more.mutate(nextCursor),
    moreIsComing: more.isPending,
    moreFailed: more.isError && more.variables === nextCursor,
    /** There is more to it than a list shows. */
    isCut: nextCursor !== undefined && whole,
  };
}

/** Which parts of a filter, let go alone, would find movies. */
export function useLoosening(filter: ListFilter, enabled: boolean) {
  const { provider, region } = useAsked(filter) ?? {};
  return useQueries({
    queries: filterParts(filter).map((part) => ({
      queryKey: ['loosening', filter, part.key],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const { on, sort: _, ...rest } = without(filter, part);
        const query = { ...rest, ...(on && { provider, region }), limit: 1 };
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
