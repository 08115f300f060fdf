import { queryOptions, useQuery } from '@tanstack/react-query';
import { answerOf, api, type RowOfFilms, type RowPage } from './client';
import { useTaken } from './me';
import { STALE_POLL_MS } from './list.pages';
import { useIsPageVisible } from './page-visible';

/** As many films of each row as are fetched with the page; a row has a few more. */
const OF_EACH = 20;
/** As many as the API gives at once, which is more than a row has. */
const WHOLE = 100;

export const rowsQuery = queryOptions({
  queryKey: ['rows'],
  queryFn: ({ signal }) =>
    answerOf(api.GET('/api/v1/me/rows', { params: { query: { limit: OF_EACH } }, signal })),
  refetchInterval: ({ state }) => (state.data?.status === 'stale' ? STALE_POLL_MS : false),
});

export interface MyRows {
  rows: RowOfFilms[];
  head: Omit<RowPage, 'rows'>;
}

/**
 * My page of rows. It is asked for again when the server announces another list, but only while somebody sees it: else
 * once they do. A film just rated or refused is gone at once, whatever the server still says.
 */
export function useMyRows() {
  const isTaken = useTaken();
  return useQuery({
    ...rowsQuery,
    enabled: useIsPageVisible(),
    select: ({ rows, ...head }): MyRows => ({
      rows: rows
        .map((row) => ({ ...row, items: row.items.filter(({ movie }) => !isTaken(movie.id)) }))
        .filter(({ items }) => items.length > 0),
      head,
    }),
  });
}

/** One row, all of it. */
export function useMyRow(id: string) {
  const isTaken = useTaken();
  return useQuery({
    queryKey: ['rows', id],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/me/rows/{id}', { params: { path: { id }, query: { limit: WHOLE } }, signal }),
      ),
    enabled: useIsPageVisible(),
    refetchInterval: ({ state }) => (state.data?.status === 'stale' ? STALE_POLL_MS : false),
    select: ({ items, ...head }) => ({ items: items.filter(({ movie }) => !isTaken(movie.id)), head }),
  });
}
