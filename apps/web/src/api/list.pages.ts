import type { RecommendationPage } from './client';

/** How often a list is asked for again whose successor is on its way, should the word of it get lost. */
export const STALE_POLL_MS = 2500;

/** A list goes on so far: beyond, the order says little, and filters find more. */
export const LIST_END = 200;
/** As many movies as the API gives at once. */
const LARGEST_PAGE = 100;

type PageOf = (query: { limit: number; cursor?: string }) => Promise<RecommendationPage>;

/** The first `count` movies of a list, or LIST_END, in as few requests as may be. */
export async function listOf(count: number, pageOf: PageOf): Promise<RecommendationPage> {
  const wanted = Math.min(count, LIST_END);
  let list = await pageOf({ limit: Math.min(wanted, LARGEST_PAGE) });
  while (list.items.length < wanted && list.nextCursor !== undefined) {
    const limit = Math.min(wanted - list.items.length, LARGEST_PAGE);
    const next = await pageOf({ limit, cursor: list.nextCursor });
    if (next.items.length === 0) break;
    list = withNext(list, next);
  }
  return list;
}

/** A list that was swapped between two pages may repeat a movie. */
export function withNext(list: RecommendationPage, next: RecommendationPage): RecommendationPage {
  const known = new Set(list.items.map(({ movie }) => movie.id));
  const items = [...list.items, ...next.items.filter(({ movie }) => !known.has(movie.id))];
  return { ...list, items, nextCursor: next.nextCursor };
}
