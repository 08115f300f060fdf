import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { cinema } from '../data/cinema.fixture.js';
import { ownMiddle } from '../data/user-preferences.js';
import { parseWeights } from '../scores/blend.js';
import { drained } from '../math/steps.js';
import { Ranker } from './ranker.js';
import type { RankedItem, RowCatalogue, UserRating } from './recommendation.js';

const weights = parseWeights(JSON.parse(readFileSync('data/weights.json', 'utf8')));
const { items, ratings } = cinema();
const ranker = Ranker.fit({ items, ratings }, { weights });
const itemOf = new Map(items.map((item) => [item.id, item]));
const french = items.filter(({ language }) => language === 'fr').map(({ id }) => id);
const rated = (ids: string[], stars: number): UserRating[] => ids.map((item) => ({ item, stars }));
const mixedLover = [...rated(french.slice(0, 5), 4), ...rated(french.slice(5, 7), 5)];
const lover = [...rated(french.slice(0, 7), 5), ...rated(['i5'], 5)];

/** What is told of a taste with its list. */
const worldOf = (ratings: UserRating[]) => drained(ranker.pageInSteps({ ratings, limit: 1 }, 0)).world;
const share = (list: readonly RankedItem[]) =>
  list.filter(({ item }) => itemOf.get(item)!.language === 'fr').length / list.length;
const raters = (list: readonly RankedItem[]) => {
  const counts = list.map(({ item }) => {
    const at = ratings.itemIds.indexOf(item);
    return ratings.items.filter((of) => of === at).length;
  });
  return counts.reduce((a, b) => a + b) / counts.length;
};

describe('a list for a clear taste', () => {
  const list = ranker.recommend({ ratings: lover, limit: 20 });

  it('follows its world, which everybody else’s does not', () => {
    expect(share(list)).toBeGreaterThanOrEqual(0.75);
    const ordinary = rated(['i3', 'i4', 'i5', 'i6', 'i7', 'i8', 'i9', 'i13'], 5);
    expect(share(ranker.recommend({ ratings: ordinary, limit: 20 }))).toBeLessThan(0.3);
  });

  it('has beyond the first 20 the films of its world that are predicted above their own middle before its others', () => {
    const composition = { seriesOf: () => undefined, partsOf: () => [], directorsOf: () => [] };
    const [plain, composed] = [undefined, composition].map((by) =>
      ranker.recommend({ ratings: mixedLover, limit: 40, composition: by }),
    );
    const middle = ownMiddle(mixedLover.map(({ stars }) => stars));
    const isFrench = ({ item }: RankedItem) => itemOf.get(item)!.language === 'fr';
    const goodOf = (of: readonly RankedItem[]) =>
      of.filter(isFrench).map(({ predictedRating }) => predictedRating >= middle);
    const [before, after] = [plain, composed].map((list) => goodOf(list.slice(20)));
    expect(before).toContain(false);
    expect(after).not.toEqual(before);
    expect(after).toEqual(after.toSorted((a, b) => Number(b) - Number(a)));
    expect(composed.slice(0, 20)).toEqual(plain.slice(0, 20));
  });

  it('says so of its films, after what is their own, with how many of those liked are of it', () => {
    const told = list.flatMap(({ item, reasons }) =>
      reasons.flatMap((reason, at) => (reason.kind === 'world' ? [{ item, reason, at }] : [])),
    );
    expect(told.length).toBeGreaterThan(10);
    for (const { item, reason, at } of told) {
      const { genres = [], language, year } = itemOf.get(item)!;
      expect([language, ...genres, `${Math.floor(year! / 10) * 10}s`]).toContain(reason.name);
      expect(reason.liked).toBeLessThanOrEqual(reason.of);
      expect(at).toBeLessThanOrEqual(1);
      expect(reason.strength).toBeGreaterThan(0);
    }
    expect(told[0].reason).toMatchObject({ axis: 'language', name: 'fr', liked: 7, of: 8 });
  });

  it('is what speaks against a film outside of it, and against none within', () => {
    const outside = (item: string) =>
      ranker
        .explain(item, { ratings: lover })!
        .against.filter(({ kind }) => kind === 'outside-world')
        .map(({ strength: _, ...told }) => told);
    expect(outside('i4')).toEqual([{ kind: 'outside-world', axis: 'language', name: 'fr', liked: 7, of: 8 }]);
    expect(outside(french[8])).toEqual([]);
  });

  it('has scores that are the sum of their parts, whatever is wished for', () => {
    for (const wish of [{}, { known: -1 }, { known: 1 }, { known: -0.5, diversity: 0.5 }])
      for (const { score, contributions } of ranker.recommend({ ratings: lover, limit: 60, ...wish })) {
        const sum = Object.values(contributions).reduce((a, b) => a + b);
        expect(Math.abs(sum - score)).toBeLessThan(1e-6);
        expect(score >= 0 && score <= 1).toBe(true);
      }
  });

  it('keeps to its world when it is to be varied, or known to few, or to all', () => {
    for (const wish of [{ diversity: 1 }, { known: -1 }, { known: 1 }, { known: -1, diversity: 0.6 }])
      expect(share(ranker.recommend({ ratings: lover, limit: 20, ...wish }))).toBeGreaterThanOrEqual(0.75);
  });

  it('goes from what few know to what everybody knows', () => {
    const [hidden, plain, known] = [-1, 0, 1].map((wish) =>
      raters(ranker.recommend({ ratings: lover, limit: 12, known: wish })),
    );
    expect(hidden).toBeLessThan(plain);
    expect(known).toBeGreaterThan(plain);
    expect(() => ranker.recommend({ ratings: lover, limit: 1, known: 1.1 })).toThrow(/known must be/);
  });

  it('calls no film popular that is there because few know it', () => {
    const hidden = ranker.recommend({ ratings: lover, limit: 60, known: -1 });
    expect(hidden.flatMap(({ reasons }) => reasons.map(({ kind }) => kind))).not.toContain('popular');
  });
});

describe('the world of a taste', () => {
  it('is told with how much of it the catalogue has', () => {
    expect(worldOf(lover)).toEqual({
      axis: 'language',
      name: 'fr',
      liked: 7,
      of: 8,
      inCatalogue: french.length - 7,
    });
  });

  it.each([
    ['nobody in particular', []],
    ['somebody with one film', rated(french.slice(0, 1), 5)],
    ['somebody like everybody', rated(['i3', 'i4', 'i5', 'i6', 'i7', 'i8'], 5)],
    ['somebody who only dislikes', rated(french.slice(0, 8), 1)],
  ])('is none for %s', (_, ratings) => {
    expect(worldOf(ratings)).toBeUndefined();
  });
});

describe('a list for somebody who only dislikes', () => {
  const list = ranker.recommend({ ratings: rated(french.slice(0, 8), 1), limit: 50 });

  it('keeps away from what they dislike, and says of nothing that they like it', () => {
    expect(share(list)).toBe(0);
    const kinds = list.flatMap(({ reasons }) => reasons.map(({ kind }) => kind));
    for (const kind of ['liked-film', 'genre', 'person', 'world']) expect(kinds).not.toContain(kind);
  });

  it('holds no film that is predicted under their own middle while there are others', () => {
    const most = rated([...itemOf.keys()].slice(10, 40), 3);
    const middle = ownMiddle(most.map(({ stars }) => stars));
    const stars = ranker.recommend({ ratings: most, limit: 400 }).map((film) => film.predictedRating);
    const firstUnder = stars.findIndex((predicted) => predicted < middle);
    expect(firstUnder).toBeGreaterThan(0);
    expect(stars.slice(firstUnder).every((predicted) => predicted < middle)).toBe(true);
  });
});

describe('the rows of a page', () => {
  const catalogue: RowCatalogue = {
    about: (id) => {
      const { genres = [], people = [], language } = itemOf.get(id)!;
      return {
        genres,
        directors: people,
        language,
        countries: [language!],
        runtime: 60 + Number(id.slice(1)),
      };
    },
    recent: () => [],
    directedBy: (name) => items.filter(({ people }) => people!.includes(name)).map(({ id }) => id),
    seriesOf: () => undefined,
    partsOf: () => [],
    directorsOf: () => [],
  };
  const watchlist = ['i14', 'i24', 'i390'];
  const request = { ratings: lover, limit: 60, exclude: watchlist, composition: catalogue };
  const { items: list, rows } = drained(
    ranker.pageInSteps({ ...request, rows: { catalogue, watchlist: [...watchlist, 'i5'] } }),
  );
  const rowOf = (kind: string) => rows.find(({ theme }) => theme.kind === kind);
  const broad = rated(['i3', 'i4', 'i5', 'i6', 'i7', 'i8', 'i9', 'i13'], 5);
  const broadPage = drained(
    ranker.pageInSteps({ ...request, ratings: broad, rows: { catalogue, watchlist: [] } }),
  );

  it('are left out of a beginning, which is that of the list', () => {
    for (const first of [1, 12, list.length, list.length + 5]) {
      const beginning = drained(ranker.pageInSteps(request, first));
      expect(beginning.items).toEqual(list.slice(0, first));
      expect(beginning.order).toEqual(list.map(({ item }) => item));
      expect(beginning.rows).toEqual([]);
    }
  });

  it('change nothing in the list, which they begin with', () => {
    expect(list).toEqual(ranker.recommend(request));
    expect(rows[0]).toEqual({ theme: { kind: 'list' }, items: list.slice(0, 20) });
  });

  it('have films that nobody rated, dismissed or saved, but for the watchlist, each once', () => {
    const ids = rows.flatMap(({ items: found }) => found.map(({ item }) => item));
    expect(new Set(ids).size).toBe(ids.length);
    for (const { item } of lover) expect(ids).not.toContain(item);
    expect(
      rowOf('watchlist')!
        .items.map(({ item }) => item)
        .sort(),
    ).toEqual(watchlist);
  });

  it('are in the order of the match they show, which is the score', () => {
    const others = [...rows.slice(1), ...broadPage.rows.slice(1)];
    expect(others.length).toBeGreaterThanOrEqual(4);
    for (const { items: found } of others) {
      const matches = found.map(({ match }) => match);
      expect(matches).toEqual([...matches].sort((a, b) => b - a));
      for (const { match, score } of found) expect(match).toBeCloseTo(score, 9);
    }
  });

  it('say first what they are about where that is part of the score', () => {
    const { theme, items: found } = broadPage.rows.find((row) => row.theme.kind === 'liked-film')!;
    const loved = theme.kind === 'liked-film' ? theme.item : '';
    expect(broad.map(({ item }) => item)).toContain(loved);
    for (const { reasons } of found) {
      expect(reasons[0]).toMatchObject({ kind: 'liked-film', item: loved });
      expect(reasons[0].strength).toBeGreaterThan(0);
      expect(reasons.filter((reason) => reason.kind === 'liked-film' && reason.item === loved)).toHaveLength(
        1,
      );
    }
  });

  it('have deep cuts of the world of a clear taste alone, which fewer know than the list', () => {
    const cuts = rowOf('deep-cuts')!;
    expect(cuts.theme).toEqual({ kind: 'deep-cuts', world: { axis: 'language', name: 'fr' } });
    expect(share(cuts.items)).toBe(1);
    expect(raters(cuts.items)).toBeLessThan(
      raters(list.slice(0, 20).filter(({ item }) => itemOf.get(item)!.language === 'fr')),
    );
    expect(broadPage.rows.map(({ theme }) => theme.kind)).not.toContain('deep-cuts');
  });
});
