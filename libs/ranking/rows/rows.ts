import { directorOf } from './director.js';
import { lovedFilms } from './loved-films.js';
import { newToThem } from './new-to-them.js';
import type { Row, RowMaterial, RowTheme } from './row.js';

/** How many films a row has at most, and at least: with fewer it is left out. */
export const ROW_ITEMS = { most: 30, least: 4 };
/** So much of the list stands on the page: as far as it has little of one director, who may have a row. */
const OF_LIST = 20;
/** A watchlist is the person's own, however short. */
const LEAST_OF_WATCHLIST = 1;
/** Among the films of a row that is about something else. */
const MOST_OF_A_DIRECTOR = 4;
/** The feature of a world is named over its deep cuts when so large a share of them has it. */
const NAMED_WORLD = 0.75;
/** What an evening that is to be short has time for, and what is no evening. */
const SHORT = { minutes: 90, least: 45 };
/** Rows of somebody of whom nothing is known: so many genres, those that are most frequent among so many of the best. */
const GENRES = { rows: 7, among: 200 };

/**
 * The rows of a page: kinds of lists, chosen from the same scores.
 *
 * - No film is in two rows. What is rare chooses first: what has just come out, a director's films, deep cuts, what is new to
 *   them, then what fits a loved film or a short evening.
 * - A row is chosen by what it is about, and stands in the order of the scores.
 * - A row that the taste does not support, with fewer than four films, is left out; none is filled with what does not belong.
 * - But for the list itself, which is composed, and the watchlist no row has a film that is predicted to be poor, nor the
 *   later part of a series before an earlier one.
 *
 * @returns yields between rows, and returns them in the order of the page; the first is the beginning of the list
 * @see Gomez-Uribe, Hunt, "The Netflix Recommender System", ACM TMIS 2015: pages of rows, relevant and diverse
 */
export function* composeRows(material: RowMaterial): Generator<void, Row[]> {
  const page = new Page(material);
  const list = page.add({ kind: 'list' }, material.list.slice(0, OF_LIST));
  const watchlist = page.take({ kind: 'watchlist' }, material.watchlist, {
    least: LEAST_OF_WATCHLIST,
    whatever: true,
  });
  const owned = page.take({ kind: 'owned' }, material.owned);
  const recent = page.take({ kind: 'recent' }, material.recent);
  if (material.rated.length === 0)
    return present([list, owned, recent, watchlist, ...genreRows(page, material)]);
  yield;
  const director = directorRow(page, material);
  yield;
  const deepCuts = deepCutsRow(page, material);
  const isNew = newToThem(material, page.left(material.best));
  const unknown = isNew && page.take(isNew.theme, isNew.items);
  yield;
  const loved = lovedFilms(material, page.left(material.best));
  const because = loved.map(({ item, items }) => page.take({ kind: 'liked-film', item }, items));
  yield;
  const { about } = material;
  const isShort = (item: number) => {
    const { runtime = Infinity } = about(item);
    return runtime >= SHORT.least && runtime <= SHORT.minutes;
  };
  const short = page.take({ kind: 'short', minutes: SHORT.minutes }, those(material.best, isShort));
  return present([
    list,
    owned,
    because[0],
    recent,
    director,
    deepCuts,
    unknown,
    short,
    because[1],
    watchlist,
  ]);
}

/** Of what most of the world shares where that is most of its deep cuts; the rest is left out then. */
function deepCutsRow(page: Page, { world, deepCuts }: RowMaterial): Row | undefined {
  const centre = world?.centre;
  const left = page.left(deepCuts);
  const central = centre ? left.filter((item) => centre.has(item)) : [];
  if (!centre || central.length < NAMED_WORLD * left.length) return page.take({ kind: 'deep-cuts' }, left);
  const { axis, name } = centre;
  return page.take({ kind: 'deep-cuts', world: { axis, name } }, central);
}

function directorRow(page: Page, material: RowMaterial): Row | undefined {
  const found = directorOf(material);
  if (!found) return undefined;
  return page.take({ kind: 'director', ...found }, material.directedBy(found.name), { ofOneDirector: true });
}

function genreRows(page: Page, { best, about }: RowMaterial): (Row | undefined)[] {
  const counts = new Map<string, number>();
  for (const item of best.slice(0, GENRES.among))
    for (const name of about(item).genres) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name);
  // The rarest of them chooses first: what is both a drama and a western is a western.
  const rows = new Map(
    names
      .slice(0, GENRES.rows)
      .reverse()
      .map((name) => [
        name,
        page.take(
          { kind: 'genre', name },
          best.filter((item) => about(item).genres.includes(name)),
        ),
      ]),
  );
  return names.map((name) => rows.get(name));
}

/** What rows have taken, and what is left for others. */
class Page {
  private readonly used = new Set<number>();

  constructor(private readonly material: RowMaterial) {}

  /** A row of these items as they are. */
  add(theme: RowTheme, items: readonly number[]): Row {
    for (const item of items) this.used.add(item);
    return { theme, items: [...items] };
  }

  /** Items that no row has. */
  left(items: readonly number[]): number[] {
    return items.filter((item) => !this.used.has(item));
  }

  /**
   * A row of the first of these items that may be in one; undefined when they are too few.
   *
   * @param whatever  poor ones and later parts too, and as many of a director as there are
   */
  take(
    theme: RowTheme,
    items: Iterable<number>,
    { least = ROW_ITEMS.least, whatever = false, ofOneDirector = false } = {},
  ): Row | undefined {
    const { isPoor, isLaterPart, scoreOf, about } = this.material;
    const directors = new Map<string, number>();
    const chosen: number[] = [];
    for (const item of items) {
      if (chosen.length === ROW_ITEMS.most) break;
      if (this.used.has(item) || (!whatever && (isLaterPart(item) || isPoor(item)))) continue;
      const names = whatever || ofOneDirector ? [] : about(item).directors;
      if (names.some((name) => (directors.get(name) ?? 0) >= MOST_OF_A_DIRECTOR)) continue;
      for (const name of names) directors.set(name, (directors.get(name) ?? 0) + 1);
      chosen.push(item);
    }
    if (chosen.length < least) return undefined;
    return this.add(
      theme,
      chosen.sort((a, b) => scoreOf(b) - scoreOf(a)),
    );
  }
}

/** Those that pass, looked for as far as they are asked for. */
function* those(items: readonly number[], passes: (item: number) => boolean): Generator<number> {
  for (const item of items) if (passes(item)) yield item;
}

const present = (rows: (Row | undefined)[]) => rows.filter((row): row is Row => row !== undefined);
