import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parseWeights } from '#ranking/scores/blend.js';
import { InteractionsBuilder } from '#ranking/data/interactions.js';
import { fitRanker } from '#ranking/ranking/ranker.js';
import { holdOutLast, holdOutNamed, measureOffline } from './offline.metrics.js';

const weights = parseWeights(JSON.parse(readFileSync('data/weights.json', 'utf8')));
const movies = Array.from({ length: 60 }, (_, n) => ({ id: `f${n}` }));

/** Two kinds of users, who love the even and the odd movies and dislike the others; 40 of 60 each, a loved one last. */
function users(count: number) {
  const builder = new InteractionsBuilder();
  for (let user = 0; user < count; user++)
    for (let n = 0; n < 40; n++) {
      const movie = (n * 7 + user * 5 + 1) % 60;
      builder.add(`u${user}`, `f${movie}`, movie % 2 === user % 2 ? 5 : 1, 1000 + n);
    }
  return builder.build();
}

describe('ratings held out from the models', () => {
  const ratings = users(100);
  const { shown, last } = holdOutLast(ratings, 1);

  it('are one of 500 at most, each a user’s last', () => {
    expect(last).toHaveLength(8);
    for (const { user, entry } of last) {
      expect(ratings.times[entry]).toBe(1039);
      expect(entry).toBeGreaterThanOrEqual(ratings.offsets[user]);
      expect(entry).toBeLessThan(ratings.offsets[user + 1]);
    }
  });

  it('are missing from what is shown, and nothing else is', () => {
    const all = new Set(Array.from(ratings.items.keys(), (entry) => rowOf(ratings, entry)));
    for (const { entry } of last) all.delete(rowOf(ratings, entry));
    expect(new Set(Array.from(shown.items.keys(), (entry) => rowOf(shown, entry)))).toEqual(all);
    expect(shown.offsets[100]).toBe(shown.items.length);
  });

  it('are the same for the same seed, and others for another', () => {
    expect(holdOutLast(ratings, 1)).toEqual({ shown, last });
    expect(holdOutLast(ratings, 2).last).not.toEqual(last);
  });

  it('are those that somebody names, as far as they are there', () => {
    const named = last.map(
      ({ user, entry }) => [ratings.userIds[user], ratings.itemIds[ratings.items[entry]]] as const,
    );
    const gone = [
      ['nobody', 'f1'],
      ['u0', 'f999'],
      ['u0', 'f2'],
    ] as const;
    expect(holdOutNamed(ratings, [...named, ...gone])).toEqual({ shown, last });
  });

  it('are none where there are few', () => {
    const few = users(10);
    expect(holdOutLast(few, 1)).toEqual({ shown: few, last: [] });
  });
});

describe('what is measured', () => {
  it('is good where preferences are plain', () => {
    const ratings = users(100);
    const held = holdOutLast(ratings, 1);
    const state = fitRanker({ items: movies, ratings: held.shown }, { weights });
    const { users: measured, starsRmse, meanRmse, ndcgAt10 } = measureOffline(state, ratings, held);
    expect(measured).toBe(8);
    expect(starsRmse).toBeLessThan(0.8);
    // Half of the ratings are 5 and half are 1, and those held out are loved.
    expect(meanRmse).toBeGreaterThan(1.5);
    expect(ndcgAt10).toBeGreaterThan(0.3);
  });

  it('is nothing where nothing was held out, or nothing of the catalogue', () => {
    const ratings = users(100);
    const held = holdOutLast(ratings, 1);
    const state = fitRanker({ items: [{ id: 'another' }], ratings: held.shown }, { weights });
    const nothing = { on: expect.any(String), users: 0 };
    expect(measureOffline(state, ratings, held)).toEqual(nothing);
    expect(measureOffline(state, ratings, { shown: ratings, last: [] })).toEqual(nothing);
  });
});

function rowOf(ratings: ReturnType<typeof users>, entry: number): string {
  const user = ratings.offsets.findIndex((offset) => offset > entry) - 1;
  return `${user} ${ratings.items[entry]} ${ratings.stars[entry]} ${ratings.times[entry]}`;
}
