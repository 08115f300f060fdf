import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { kindOf, type ListWish, normalizedWish } from './list.wish.js';

describe('a wish for a list', () => {
  it.each<[string, ListWish, ListWish]>([
    [
      'genres in another order or case',
      { filter: { genre: ['Drama', 'War'] } },
      { filter: { genre: ['war', 'drama', 'War'] } },
    ],
    [
      'any of one genre',
      { filter: { genre: ['Drama'] } },
      { filter: { genre: ['Drama'], genreMode: 'any' } },
    ],
    [
      'services in another order',
      { filter: { on: { region: 'DE', services: [9, 8] }, certificationMax: ['US:R', 'DE:12'] } },
      { filter: { on: { region: 'DE', services: [8, 9, 8] }, certificationMax: ['DE:12', 'US:R'] } },
    ],
    ['diversity of the same step', { diversity: 0.5 }, { diversity: 0.51 }],
    ['hidden films of the same step', { known: -0.5 }, { known: -0.51 }],
    [
      'nothing',
      {},
      { filter: { genre: [], genreMode: 'any' }, diversity: 0.02, known: -0.02, includeWatchlist: false },
    ],
  ])('is the same as another: %s', (_, one, other) => {
    expect(kindOf(one)).toBe(kindOf(other));
  });

  it.each<[ListWish, ListWish]>([
    [{ filter: { genre: ['Drama', 'War'] } }, { filter: { genre: ['Drama', 'War'], genreMode: 'any' } }],
    [{ filter: { genre: ['Drama'] } }, { filter: { notGenre: ['Drama'] } }],
    [{}, { owned: true }],
    [{ filter: { yearFrom: 1970 } }, { filter: { yearTo: 1970 } }],
    [{}, { filter: { certificationMax: ['DE:12'] } }],
    [{ filter: { certificationMax: ['DE:6'] } }, { filter: { certificationMax: ['DE:12'] } }],
    [{}, { filter: { on: { region: 'DE', services: [8] } } }],
    [
      { filter: { on: { region: 'DE', services: [8] } } },
      { filter: { on: { region: 'US', services: [8] } } },
    ],
    [{ diversity: 0.5 }, { diversity: 0.55 }],
    [{ known: 0.5 }, { known: -0.5 }],
    [{ known: 0.5 }, { diversity: 0.5 }],
    [{ sort: 'stars' }, { sort: 'match' }],
    [{ filter: { runtimeMin: 90 } }, { filter: { runtimeMax: 90 } }],
    [{ diversity: 0.5 }, { diversity: 0.5, includeWatchlist: true }],
    [{}, { filter: { language: 'fr' } }],
  ])('is another: %j and %j', (one, other) => {
    expect(kindOf(one)).not.toBe(kindOf(other));
  });

  it('has a kind of bounded length, one for each of 20 steps of diversity, and does not change by being normalized', () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (diversity) => {
        const wish = normalizedWish({ diversity });
        expect(normalizedWish(wish)).toEqual(wish);
        expect(wish.diversity ?? 0).toBeLessThanOrEqual(1);
        kinds.add(kindOf(wish));
        expect(kindOf(wish)).toMatch(/^(personal|view:[\w-]{16})$/);
      }),
    );
    expect(kinds.size).toBeLessThanOrEqual(21);
  });
});
