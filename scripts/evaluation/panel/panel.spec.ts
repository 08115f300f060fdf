import { describe, expect, it } from '@jest/globals';
import type { Item } from '#ranking/data/item.js';
import { Panel } from './panel.js';
import { isInWorld } from './taste.js';
import { TASTES } from './tastes.js';
import { TASTES_KEPT_BACK } from './tastes.kept-back.js';
import type { Ranker } from '#ranking/ranking/ranker.js';
import type { RankedItem, UserRating } from '#ranking/ranking/recommendation.js';

const items: Item[] = [
  { id: 'own', language: 'fr', year: 1990 },
  { id: 'first', language: 'fr', year: 1980, collection: 'series' },
  { id: 'second', language: 'fr', year: 1985, collection: 'series' },
  { id: 'other', language: 'en', year: 1985, genres: ['Drama', 'War'] },
];

/** A ranker with a list that is known. */
function listing(...ids: string[]): Ranker {
  const ranked = ids.map((item, at): Partial<RankedItem> => ({
    item,
    predictedRating: 4.5 - at,
    reasons: [{ kind: 'liked-film', item: 'own', stars: 5, strength: 1 }],
  }));
  return { recommend: () => ranked } as unknown as Ranker;
}

describe('the panel', () => {
  const panel = new Panel(items, [10, 5, 7, 20]);
  const taste = { name: 'French', world: { languages: ['fr'] }, rated: [['own', 'Own', 5]] as const };

  it('counts what belongs to the world, what is out of order, and what is named most', () => {
    const list = panel.measure(listing('second', 'other', 'first'), taste);
    expect(list.inWorld[0]).toBeCloseTo(2 / 10);
    expect(list.outOfOrder).toBe(1);
    expect(list.mostNamed).toEqual({ title: 'Own', times: 3 });
    expect(list.medianRank).toBe(3);
    // The middle is 3.75: 4.5 is above, 3.5 and 2.5 are not.
    expect(list.underMiddle).toBe(2);
    expect(list.found).toEqual([0, 0, 0]);
    expect(panel.measure(listing('own'), taste).found).toEqual([1, 1, 1]);
    expect(panel.measure(listing('first', 'second'), taste).outOfOrder).toBe(0);
  });

  it('asks for lists by three films, and beside the best-known films of other worlds', () => {
    const asked: UserRating[][] = [];
    const ranker = {
      recommend: ({ ratings }: { ratings: UserRating[] }) => {
        asked.push(ratings);
        return asked.length === 1 ? [{ item: 'first' }] : [{ item: 'other' }];
      },
    } as unknown as Ranker;
    const rated = [
      ['own', 'Own', 5],
      ['first', 'First', 4],
      ['second', 'Second', 4],
      ['unknown', 'Unknown', 2],
    ] as const;
    const hard = panel.measureHard(ranker, { ...taste, rated });
    expect(asked[0].map(({ item }) => item)).toEqual(['own', 'first', 'second']);
    expect(asked[1].slice(4)).toEqual([{ item: 'other', stars: 4 }]);
    expect(hard).toEqual({ ofThree: [1 / 10, 1 / 20, 1 / 50], besideFamous: [0, 0, 0] });
  });

  it('counts the films of a world that could be listed, and knows whose films are there', () => {
    expect(panel.inCatalogue(taste)).toBe(2);
    expect(panel.knows(taste)).toBe(true);
    expect(panel.knows(TASTES[0])).toBe(false);
  });
});

describe('a world', () => {
  it('asks for all that it names', () => {
    const [, , , other] = items;
    expect(isInWorld(other, { genres: ['War', 'Comedy'], from: 1985, to: 1985 })).toBe(true);
    expect(isInWorld(other, { genres: ['War', 'Comedy'], allGenres: true })).toBe(false);
    expect(isInWorld(other, { from: 1986 })).toBe(false);
    expect(isInWorld({ id: 'unknown' }, { to: 1986 })).toBe(false);
    expect(isInWorld({ id: 'unknown' }, { languages: ['fr'] })).toBe(false);
  });

  it('is tried with twelve tastes and more that are kept back, each of eight to ten films', () => {
    expect(TASTES.length).toBeGreaterThanOrEqual(12);
    const all = [...TASTES, ...TASTES_KEPT_BACK];
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    for (const { rated } of all) {
      expect(rated.length).toBeGreaterThanOrEqual(8);
      expect(rated.length).toBeLessThanOrEqual(10);
      expect(new Set(rated.map(([id]) => id)).size).toBe(rated.length);
    }
  });
});
