import type { Item } from '#ranking/data/item.js';

/** Which films a taste is about: all that is given must hold. */
export interface World {
  /** Original languages, any of them. */
  languages?: readonly string[];
  /** Any of them, or with `allGenres` all of them. */
  genres?: readonly string[];
  allGenres?: boolean;
  /** Directors or actors, any of them. */
  people?: readonly string[];
  /** Any of them. */
  keywords?: readonly string[];
  /** First and last year. */
  from?: number;
  to?: number;
}

/** Somebody who knows what they love. */
export interface Taste {
  name: string;
  world: World;
  /** Id, title, stars: what they love, and in most cases a film that everybody knows. */
  rated: readonly (readonly [id: string, title: string, stars: number])[];
}

/** Whether a film belongs to a world. One whose language or year is not known belongs to none that asks for it. */
export function isInWorld(item: Item, world: World): boolean {
  const { languages, genres, allGenres, people, keywords, from, to } = world;
  const anyOf = (wanted: readonly string[] | undefined, found: readonly string[] = []) =>
    !wanted || wanted.some((name) => found.includes(name));
  return (
    anyOf(languages, item.language === undefined ? [] : [item.language]) &&
    (allGenres ? (genres ?? []).every((name) => item.genres?.includes(name)) : anyOf(genres, item.genres)) &&
    anyOf(people, item.people) &&
    anyOf(keywords, item.keywords) &&
    (from === undefined || (item.year !== undefined && item.year >= from)) &&
    (to === undefined || (item.year !== undefined && item.year <= to))
  );
}
