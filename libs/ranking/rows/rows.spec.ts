import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FilmFacts, Row, RowMaterial } from './row.js';
import { drained } from '../math/steps.js';
import { composeRows as rowsInSteps, ROW_ITEMS } from './rows.js';

const composeRows = (given: RowMaterial): Row[] => drained(rowsInSteps(given));
const range = (length: number, from = 0) => Array.from({ length }, (_, at) => from + at);
const NOTHING: FilmFacts = { genres: [], directors: [] };

/** Films 0 to 399, the better the lower; rated are films from 1000 on. */
function material(more: Partial<RowMaterial> = {}): RowMaterial {
  return {
    list: range(100),
    best: range(400),
    scoreOf: (item) => -item,
    deepCuts: [],
    watchlist: [],
    recent: [],
    owned: [],
    rated: [],
    liked: [],
    addedBy: (places, items) => new Float32Array(places.length * items.length),
    likeness: () => 0,
    isPoor: () => false,
    isLaterPart: () => false,
    about: () => NOTHING,
    directedBy: () => [],
    ...more,
  };
}

/** Somebody who rated films from 1000 on, and liked them all. */
function lover(films: number, more: Partial<RowMaterial> = {}): RowMaterial {
  const rated = range(films, 1000);
  return material({ rated, liked: rated.map((item) => ({ item, stars: 5 })), ...more });
}

const rowOf = (rows: Row[], kind: Row['theme']['kind']) => rows.find(({ theme }) => theme.kind === kind);
const facts = (of: Record<number, Partial<FilmFacts>>) => (item: number) => ({ ...NOTHING, ...of[item] });

describe('rows', () => {
  it('begin with the list, as it is', () => {
    const [first] = composeRows(lover(3, { list: [7, 3, 5, ...range(50, 100)] }));
    expect(first.theme).toEqual({ kind: 'list' });
    expect(first.items.slice(0, 4)).toEqual([7, 3, 5, 100]);
  });

  it('are chosen in steps, so that a long history holds up nobody else', () => {
    const steps = rowsInSteps(lover(300, { world: {}, directedBy: () => range(9, 40) }));
    let turns = 0;
    while (!steps.next().done) turns++;
    expect(turns).toBeGreaterThanOrEqual(4);
  });

  it('show what has just come out, whatever else it is, before rows that are chosen among all films', () => {
    const rows = composeRows(lover(3, { recent: range(9, 40), directedBy: () => range(9, 40) }));
    expect(rowOf(rows, 'recent')?.items).toEqual(range(9, 40));
    expect(rowOf(composeRows(lover(3, { recent: [40, 41, 42] })), 'recent')).toBeUndefined();
    expect(rowOf(composeRows(material({ recent: range(9, 40) })), 'recent')?.items).toHaveLength(9);
  });

  it('have no film twice, none that is poor or a later part, and none with too few', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 399 }), { maxLength: 80 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 1, max: 40 }),
        (deepCuts, every, genres, films) => {
          const given = lover(films, {
            world: {},
            deepCuts: [...new Set(deepCuts)],
            watchlist: range(3, 500),
            isPoor: (item) => item % (every + 1) === 0,
            isLaterPart: (item) => item % 11 === 0,
            about: (item) => ({
              genres: [`genre ${item % genres}`],
              directors: [`director ${item % 7}`],
              countries: [`country ${item % 5}`],
              runtime: 60 + (item % 60),
            }),
            directedBy: (name) => range(400).filter((item) => name === `director ${item % 7}`),
            addedBy: (places, items) =>
              Float32Array.from({ length: places.length * items.length }, (_, at) => 1 / (1 + at)),
            likeness: (a, b) => ((a + b) % 10) / 10,
          });
          const [, ...others] = composeRows(given);
          const rows = others.filter(({ theme }) => theme.kind !== 'watchlist');
          const shown = composeRows(given).flatMap(({ items }) => items);
          expect(new Set(shown).size).toBe(shown.length);
          for (const { items } of rows) {
            expect(items.some((item) => given.isPoor(item) || given.isLaterPart(item))).toBe(false);
            expect(items.length).toBeGreaterThanOrEqual(ROW_ITEMS.least);
            expect(items.length).toBeLessThanOrEqual(ROW_ITEMS.most);
            expect(items).toEqual([...items].sort((a, b) => given.scoreOf(b) - given.scoreOf(a)));
          }
        },
      ),
    );
  });

  it('that a taste does not support are left out', () => {
    expect(composeRows(lover(5)).map(({ theme }) => theme.kind)).toEqual(['list']);
  });

  it('of well-known films by genre stand on the page of somebody who has rated nothing, each film where it is rarer', () => {
    const about = (item: number) => ({
      ...NOTHING,
      genres: item % 10 === 0 ? ['Drama', 'Western'] : ['Drama'],
    });
    const rows = composeRows(material({ about, watchlist: [500] }));
    expect(rows.map(({ theme }) => theme)).toEqual([
      { kind: 'list' },
      { kind: 'watchlist' },
      { kind: 'genre', name: 'Drama' },
      { kind: 'genre', name: 'Western' },
    ]);
    expect(rows[3].items.slice(0, 3)).toEqual([20, 30, 40]);
    expect(rows[2].items).not.toContain(20);
  });

  it('have the whole watchlist, best first, also what is poor', () => {
    const rows = composeRows(lover(1, { watchlist: [300, 200], isPoor: (item) => item === 300 }));
    expect(rowOf(rows, 'watchlist')?.items).toEqual([200, 300]);
  });

  it('have what is at home after the list, the best of it', () => {
    const rows = composeRows(lover(1, { owned: [200, 210, 220, 230, 240], isPoor: (item) => item === 210 }));
    expect(rows[1]).toMatchObject({ theme: { kind: 'owned' }, items: [200, 220, 230, 240] });
    expect(rowOf(composeRows(lover(1, { owned: [200] })), 'owned')).toBeUndefined();
  });

  it('have a director of whom two films were liked, with what is left of theirs', () => {
    const about = facts({
      1000: { directors: ['Ozu'] },
      1001: { directors: ['Ozu', 'Noda'] },
      1002: { directors: ['Bay'] },
      1003: { directors: ['Bay'] },
    });
    const given = lover(2, { about, directedBy: () => [5, 60, 61, 62, 63] });
    expect(rowOf(composeRows(given), 'director')).toEqual({
      theme: { kind: 'director', name: 'Ozu', liked: 2 },
      items: [60, 61, 62, 63],
    });
    const mixed = { ...given, rated: [1000, 1001, 1002, 1003], liked: [{ item: 1002, stars: 5 }] };
    expect(rowOf(composeRows(mixed), 'director')).toBeUndefined();
    expect(rowOf(composeRows({ ...given, directedBy: () => [5, 60, 61] }), 'director')).toBeUndefined();
  });

  it('name the feature of a world over its deep cuts only when all of them have it', () => {
    const named = (share: number) =>
      rowOf(
        composeRows(
          lover(3, {
            deepCuts: range(20, 100),
            world: { centre: { axis: 'language', name: 'ja', has: (item) => item < 100 + 20 * share } },
          }),
        ),
        'deep-cuts',
      );
    expect(named(0.8)).toEqual({
      theme: { kind: 'deep-cuts', world: { axis: 'language', name: 'ja' } },
      items: range(16, 100),
    });
    expect(named(0.5)).toEqual({ theme: { kind: 'deep-cuts' }, items: range(20, 100) });
  });

  it('have short films, and none of which nobody knows how long it is', () => {
    const about = facts({
      ...Object.fromEntries(range(6, 50).map((item) => [item, { runtime: 85 + item - 50 }])),
      60: { runtime: 91 },
      61: { runtime: 12 },
    });
    expect(rowOf(composeRows(lover(1, { about })), 'short')).toEqual({
      theme: { kind: 'short', minutes: 90 },
      items: range(6, 50),
    });
  });

  describe('of what a loved film speaks for', () => {
    /** Film 1000 + k adds to the films from 100 + 20·k on. */
    const addedBy: RowMaterial['addedBy'] = (places, items) =>
      Float32Array.from({ length: places.length * items.length }, (_, at) => {
        const item = items[Math.floor(at / places.length)];
        const from = 100 + 20 * places[at % places.length];
        return item >= from && item < from + 10 ? 1 : 0;
      });

    it('are at most two, of films little alike, with what is like them alone', () => {
      const likeness = (a: number, b: number) => {
        const [one, other] = [Math.max(a, b), Math.min(a, b)];
        if (other >= 1000) return one + other === 2001 ? 0.9 : 0;
        return other % 2 ? 0.5 : 0.1;
      };
      const rows = composeRows(lover(4, { addedBy, likeness }));
      const because = rows.filter(({ theme }) => theme.kind === 'liked-film');
      expect(because).toEqual([
        { theme: { kind: 'liked-film', item: 1000 }, items: [101, 103, 105, 107, 109] },
        { theme: { kind: 'liked-film', item: 1002 }, items: [141, 143, 145, 147, 149] },
      ]);
    });

    it('are what is most like a film that few have rated, however much it adds to others', () => {
      const addsToAll: RowMaterial['addedBy'] = (places, items) =>
        Float32Array.from(
          { length: places.length * items.length },
          (_, at) => 400 - items[Math.floor(at / places.length)],
        );
      const likeness = (_: number, other: number) => (other % 20 === 0 ? 0.5 : 0.3);
      const of = (isRare: boolean) => {
        const liked = [{ item: 1000, stars: 5, isRare }];
        return rowOf(composeRows(lover(1, { addedBy: addsToAll, likeness, liked })), 'liked-film')!.items;
      };
      expect(of(true)).toEqual(range(19, 1).map((n) => 20 * n));
      expect(of(false).filter((item) => item % 20 !== 0)).toHaveLength(ROW_ITEMS.most - 3);
    });

    it('are only of films given four stars or more', () => {
      const given = lover(2, { addedBy, likeness: () => 0.3, liked: [{ item: 1000, stars: 3.5 }] });
      expect(rowOf(composeRows(given), 'liked-film')).toBeUndefined();
    });
  });

  describe('of what is new to somebody', () => {
    const of = (countries: Record<number, FilmFacts['countries']>, language = 'xx') =>
      facts(
        Object.fromEntries(
          Object.entries(countries).map(([item, found]) => [item, { countries: found, language }]),
        ),
      );
    const speaks: Partial<RowMaterial> = {
      addedBy: (places, items) =>
        Float32Array.from({ length: places.length * items.length }, (_, at) => at % places.length),
    };
    const filmsOf = (country: string, from: number) =>
      Object.fromEntries(range(9, from).map((item) => [item, [country]]));

    it('are of the country whose best films are best, for the film that speaks most for them', () => {
      const given = lover(4, {
        ...speaks,
        about: of({ ...filmsOf('IT', 60), ...filmsOf('ES', 40), 1000: ['FR'] }),
      });
      expect(rowOf(composeRows(given), 'new')).toEqual({
        theme: { kind: 'new', axis: 'country', name: 'ES', item: 1003 },
        items: range(9, 40),
      });
    });

    it('are of no country of which two films are rated, and of no film made elsewhere too in a language they know', () => {
      const known = { ...filmsOf('ES', 40), 1000: ['ES'], 1001: ['ES'] };
      expect(rowOf(composeRows(lover(4, { ...speaks, about: of(known) })), 'new')).toBeUndefined();
      const together = Object.fromEntries(range(9, 40).map((item) => [item, ['NZ', 'US']]));
      const about = of({ ...together, 1000: ['US'], 1001: ['US'] }, 'en');
      expect(rowOf(composeRows(lover(4, { ...speaks, about })), 'new')).toBeUndefined();
    });

    it('are of a country rather than a genre for somebody whose world is a language', () => {
      const about = facts({
        ...Object.fromEntries(range(9, 40).map((item) => [item, { genres: ['Western'] }])),
        ...Object.fromEntries(range(9, 60).map((item) => [item, { countries: ['IT'] }])),
      });
      const newTo = (more: Partial<RowMaterial>) =>
        rowOf(composeRows(lover(4, { ...speaks, about, ...more })), 'new')?.theme;
      expect(newTo({})).toMatchObject({ axis: 'genre', name: 'Western' });
      const centre = { axis: 'language', name: 'fr', has: () => true } as const;
      expect(newTo({ world: { centre } })).toMatchObject({ axis: 'country', name: 'IT' });
    });
  });
});
