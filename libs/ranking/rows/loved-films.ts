import { topItems } from '../math/top-items.js';
import type { RowMaterial } from './row.js';

/** Films that may stand for what somebody loves: so many of those they liked best, with so many stars at least. */
const LOVED = { films: 6, stars: 4 };
/** How many of them get a row, and how little alike they must be. */
const ROWS = 2;
const ALIKE = 0.35;
/** What a film speaks for is looked for among so many of the best. */
const AMONG = 800;
/** How alike a film is to others is asked of so many to which it adds most: the others cannot come first. */
const COMPARED = 60;
/** A film speaks as well for a row as for the first so many of it, and for what it adds so large a share of the most to. */
const JUDGED_BY = 12;
const WORTH_SAYING = 0.2;
/** What few have rated speaks for films by their likeness alone, for so many at most. */
const ALIKE_TO_RARE = 24;
/** Films less alike have little more in common than who likes them. */
const LEAST_ALIKE = 0.2;

export interface LovedFilm {
  item: number;
  /** What it speaks for, that most first. */
  items: number[];
}

/**
 * The one or two films that somebody loved which speak most for others. A film speaks for another by what it adds to its
 * score, times how alike the two are: what is liked together with everything says little of it. What few have rated adds to
 * everything popular of its genres, and speaks for what is most like it.
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
    const values = Float32Array.from(items, (_, at) => added[at * places.length + column]);
    const more = [...items.keys()].filter((at) => values[at] > 0);
    const compared = isRare ? more : topItems(more, values, COMPARED);
    const spoken = compared
      .map((at) => ({ other: items[at], value: values[at], alike: likeness(item, items[at]) }))
      .filter(({ alike }) => alike >= (isRare ? ALIKE : LEAST_ALIKE))
      .sort((a, b) => (isRare ? b.alike - a.alike : b.value * b.alike - a.value * a.alike))
      .slice(0, isRare ? ALIKE_TO_RARE : COMPARED)
      .map(({ other, value, alike }) => ({ other, value: value * alike }));
    const strength = spoken.slice(0, JUDGED_BY).reduce((sum, { value }) => sum + value, 0);
    const worth = spoken.filter(({ value }) => isRare || value > WORTH_SAYING * spoken[0].value);
    return { item, strength, items: worth.map(({ other }) => other) };
  });
  films.sort((a, b) => b.strength - a.strength);
  const chosen: typeof films = [];
  for (const film of films)
    if (chosen.length < ROWS && chosen.every(({ item }) => likeness(item, film.item) < ALIKE))
      chosen.push(film);
  return chosen;
}
