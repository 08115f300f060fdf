import { describe, expect, it } from '@jest/globals';
import { InteractionsBuilder } from '#ranking/data/interactions.js';
import { popularityOf, ListQualities, measureAccuracy, rangeOf } from './lists/list.measures.js';
import { addTables, type Tables } from './splits/samples.js';
import { starErrors } from './stars/star.errors.js';

describe('measures of lists', () => {
  it('are kept for each model and person, and put together over folds', () => {
    const [one, two]: Tables[] = [{}, {}];
    measureAccuracy(one, 'table', { blend: [3, 1], other: [1, 2] }, new Set([1]));
    measureAccuracy(two, 'table', { blend: [1, 3] }, new Set([1]));
    addTables(one, two);
    expect(one.table.blend['NDCG@10']).toEqual([1 / Math.log2(3), 1]);
    expect(one.table.blend['HR@10']).toEqual([1, 1]);
    expect(one.table.other['Recall@20']).toEqual([1]);
  });

  it('popularity is the share of films with fewer raters, equals in their middle', () => {
    expect([...popularityOf(Int32Array.of(0, 7, 2, 2, 9))]).toEqual([0, 0.75, 0.375, 0.375, 1]);
  });

  it('ranges of raters begin where the one before ends', () => {
    expect([0, 1, 5, 6, 20, 21, 100, 101, 5000].map(rangeOf)).toEqual([
      '0',
      '1–5',
      '1–5',
      '6–20',
      '6–20',
      '21–100',
      '21–100',
      'over 100',
      'over 100',
    ]);
  });

  it('say how known the listed films are beside those people liked, and which kind was found', () => {
    const builder = new InteractionsBuilder().add('z', 'a', 5, 0).add('z', 'b', 5, 0).add('z', 'c', 5, 0);
    for (const user of ['u', 'v', 'w']) builder.add(user, 'a', 5, 0);
    const ratings = builder.build();
    // Four users; item 0 has four raters, the others one each.
    const tables: Tables = {};
    const user = { userId: 'n', given: [0], target: new Set([1, 2]), hidden: [] };
    const items = [['Drama'], ['Comedy', 'Drama'], ['Comedy']].map((genres, at) => ({
      id: 'abc'[at],
      genres,
    }));
    const data = { name: 'three films', items, ratings };
    new ListQualities(ratings, data).measure(tables, { blend: [0, 1] }, user);
    expect(tables.qualities.blend.raters).toEqual([2.5]);
    expect(tables.qualities.blend.novelty[0]).toBeCloseTo((0 + Math.log2(5 / 2)) / 2, 12);
    expect(tables.qualities.liked.raters).toEqual([2]);
    expect(tables['raters 1–5'].blend.found).toEqual([1 / 2]);
    expect(tables['raters 0']).toBeUndefined();
    // Drama alone is liked; three quarters of the list are drama, and a quarter of what is to be found.
    expect(tables.qualities.blend.calibration[0]).toBeCloseTo(-Math.log(0.99 * 0.75 + 0.01), 12);
    expect(tables.qualities.liked.calibration[0]).toBeCloseTo(-Math.log(0.99 * 0.25 + 0.01), 12);
  });
});

describe('errors of predicted stars', () => {
  const ratings = new InteractionsBuilder()
    .add('u', 'a', 4, 0)
    .add('u', 'b', 3, 0)
    .add('v', 'a', 5, 0)
    .build();

  it('are taken over all ratings, with their error over people, by raters and by what was predicted', () => {
    const { stars } = starErrors(ratings, [
      { entries: [2, 0], predicted: { stars: [4, 4] }, raters: [0, 3] },
      { entries: [1], predicted: { stars: [3.2] }, raters: [3] },
    ]);
    expect(stars.rmse!.mean).toBeCloseTo(Math.sqrt((1 + 0 + 0.04) / 3), 6);
    expect(stars.mae!.mean).toBeCloseTo(1.2 / 3, 6);
    expect(stars.mae!.count).toBe(2);
    expect(stars.rmseByRaters['0']!.mean).toBe(1);
    expect(stars.rmseByRaters['1–5']!.mean).toBeCloseTo(Math.sqrt(0.04 / 2), 6);
    expect(stars.bins.map(({ from, count, meanActual }) => [from, count, meanActual])).toEqual([
      [3, 1, 3],
      [4, 2, 4.5],
    ]);
  });

  it('are none where nothing was predicted', () => {
    expect(starErrors(ratings, [])).toEqual({});
  });
});
