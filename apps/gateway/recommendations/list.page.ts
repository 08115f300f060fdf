import { type ListHead, matchOf, type RankedMovie } from '#contracts/recommender/recommendation.js';
import type { ListKind, ListOwner } from '#lists/list.key.js';
import type { ListWish } from '#lists/list.wish.js';
import type { Language } from '../language/language.js';
import { reasonsJson, toldWorld } from '../language/reason.texts.js';
import type { Cards } from './card.cache.js';
import type { ListPosition } from './list.cursor.js';

/** Which page of which list is asked for. */
export interface AskedPage extends ListPosition {
  userId: string;
  owner: ListOwner;
  kind: ListKind;
  /** Normalized; `kind` is that of it. */
  wish: ListWish;
  limit: number;
}

/** Some movies of a list, and what is said of the list. */
export interface ListPage {
  head: ListHead;
  movies: RankedMovie[];
  /** Where the next page begins; missing on the last one. */
  nextCursor?: string;
}

export function asStale<Page extends ListPage>(page: Page): Page {
  return { ...page, head: { ...page.head, status: 'stale' } };
}

/** Every movie that a page shows or names. */
export function movieIdsOf({ movies }: Pick<ListPage, 'movies'>): string[] {
  return movies.flatMap(({ movieId, reasons }) => [
    movieId,
    ...reasons.flatMap(({ params }) => [params.movieId ?? [], params.otherId ?? []].flat()),
  ]);
}

/**
 * A page as JSON (a `RecommendationPage`): its movies joined with their cards, which are JSON already, its reasons in
 * words. A movie without a card is left out.
 */
export function pageJson({ head, movies, nextCursor }: ListPage, cards: Cards, language: Language): string {
  const cursor = nextCursor === undefined ? '' : `,"nextCursor":"${nextCursor}"`;
  return `${headJson(head, language).slice(0, -1)},"items":${itemsJson(movies, cards, language)}${cursor}}`;
}

/** What is said of a list as a whole, as a JSON object. */
export function headJson(head: ListHead, language: Language): string {
  return JSON.stringify({ ...head, ...(head.world && { world: toldWorld(head.world, language) }) });
}

/** Movies of a list as a JSON array (of `Recommendation`). */
export function itemsJson(movies: readonly RankedMovie[], cards: Cards, language: Language): string {
  const titleOf = (id: string) => cards.get(id)?.card.title;
  const items = movies.flatMap(({ movieId, reasons, ...scored }) => {
    const card = cards.get(movieId);
    if (!card) return [];
    const { series } = card;
    const scores = JSON.stringify({ ...scored, match: matchOf(scored), ...(series && { series }) }).slice(
      1,
      -1,
    );
    return [`{"movie":${card.json},${scores},"reasons":${reasonsJson(reasons, language, titleOf)}}`];
  });
  return `[${items.join(',')}]`;
}
