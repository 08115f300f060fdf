import type { ListHead, RankedMovie } from '#contracts/recommender/recommendation.js';
import { encodeCursor } from '#contracts/protocol/cursor.js';
import type { Language } from '../language/language.js';
import { reasonsJson } from '../language/reason.texts.js';
import type { CachedCard } from './card.cache.js';

/** Some movies of a list, and what is said of the list. */
export interface ListPage {
  head: ListHead;
  movies: RankedMovie[];
  /** Where the next page begins; missing on the last one. */
  next?: number;
}

/** Every movie that a page shows or names. */
export function movieIdsOf({ movies }: ListPage): string[] {
  return movies.flatMap(({ movieId, reasons }) => [
    movieId,
    ...reasons.flatMap(({ params }) => params.movieId ?? []),
  ]);
}

/**
 * A page as JSON (a `RecommendationPage`): its movies joined with their cards, which are JSON already, its reasons in
 * words. A movie without a card is left out.
 */
export function pageJson(
  { head, movies, next }: ListPage,
  cards: ReadonlyMap<string, CachedCard>,
  language: Language,
): string {
  const titleOf = (id: string) => cards.get(id)?.card.title;
  const items = movies.flatMap(({ movieId, reasons, ...scored }) => {
    const card = cards.get(movieId);
    if (!card) return [];
    const scores = JSON.stringify(scored).slice(1, -1);
    return [`{"movie":${card.json},${scores},"reasons":${reasonsJson(reasons, language, titleOf)}}`];
  });
  const cursor = next === undefined ? '' : `,"nextCursor":"${encodeCursor([next])}"`;
  return `${JSON.stringify(head).slice(0, -1)},"items":[${items.join(',')}]${cursor}}`;
}
