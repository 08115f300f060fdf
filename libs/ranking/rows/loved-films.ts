import { topItems } from '../math/top-items.js';
import type { RowMaterial } from './row.js';

/** Films that may stand for what somebody loves: so many of those they liked best, with so many stars at least. */
const LOVED = { films: 6, stars: 4 };
/** How many of them get a row, and how little alike they must be. */
const ROWS = 2;
const ALIKE = 0.35;
/** What a film speaks for is looked for among so many of the best. */
const AMONG = 800;
/** A film speaks as well for a row as for the first so many of it. */
const JUDGED_BY = 12;

interface Spoken {
  other: number;
  /** What the film adds to its score. */
  value: number;
  alike: number;
}

/** What a film speaks for. */
interface Speech {
  /** Of the films to which it adds most so many are compared with it. */
  compared: number;
  /** Films less alike have little more in common than who likes them. */
  leastAlike: number;
  /** It speaks most for those of which this is largest, for so many at most. */
  by: (spoken: Spoken) => number;
  most: number;
  /** And for nothing for which it speaks less than this share of what it does for the first. */
  share: number;
}

const OF_MANY: Speech = { compared: 60, leastAlike: 0.2, by: spokenFor, most: 60, share: 0.2 };
/** What few have rated adds to everything popular of its genres, and speaks for what is most like it. */
const OF_FEW: Speech = {
  compared: Infinity,
  leastAlike: ALIKE,
  by: ({ alike }) => alike,
  most: 24,
  share: 0,
};

export interface LovedFilm {
  item: number;
  /** What it speaks for, that most first. */
  items: number[];
}

/**
 * The one or two films that somebody loved which speak most for others. A film speaks for another by what it adds to its
 * score, times how alike the two are: what is liked together with everything says little of it.
 *
 * @param best  what rows may still have, best first
 */
export function lovedFilms({ liked, addedBy, likeness }: RowMaterial, best: readonly number[]): LovedFilm[] {
  const places = [...liked.keys()].filter((place) => liked[place].stars >= LOVED.stars).slice(0, LOVED.films);
  if (places.length === 0) return [];
  const items = best.slice(0, AMONG);
  const added = addedBy(places, items);
  const films = places.map((place, column) => {
    const { item, isRare } = liked[place];
    const { compared, leastAlike, by, most, share } = isRare ? OF_FEW : OF_MANY;
    const values = Float32Array.from(items, (_, at) => added[at * places.length + column]);
    const more = [...items.keys()].filter((at) => values[at] > 0);
    const spoken = topItems(more, values, compared)
      .map((at) => ({ other: items[at], value: values[at], alike: likeness(item, items[at]) }))
      .filter(({ alike }) => alike >= leastAlike)
      .sort((a, b) => by(b) - by(a))
      .slice(0, most);
    const strength = spoken.slice(0, JUDGED_BY).reduce((sum, one) => sum + spokenFor(one), 0);
    const worth = spoken.filter((one) => spokenFor(one) > share * spokenFor(spoken[0]));
    return { item, strength, items: worth.map(({ other }) => other) };
  });
  films.sort((a, b) => b.strength - a.strength);
  const chosen: typeof films = [];
  for (const film of films)
    if (chosen.length < ROWS && chosen.every(({ item }) => likeness(item, film.item) < ALIKE))
      chosen.push(film);
  return chosen;
}

function spokenFor({ value, alike }: Spoken): number {
  return value * alike;
}
