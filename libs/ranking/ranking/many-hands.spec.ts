import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Interactions, InteractionsBuilder } from '../data/interactions.js';
import { twoGroups } from '../data/two-groups.fixture.js';
import { accountWeight, NEWEST } from '../data/user-weights.js';
import { parseWeights } from '../scores/blend.js';
import { Ranker } from './ranker.js';

const weights = parseWeights(JSON.parse(readFileSync('data/weights.json', 'utf8')));
const groups = twoGroups({ usersPerTaste: 100 });
const genresOf = new Map(groups.items.map(({ id, genres = [] }) => [id, genres]));

/** The least seen film of its kind, which new accounts are bent on lifting. */
const LIFTED = 'space-19';
/** Beside which they want to see it. */
const NEIGHBOURS = Array.from({ length: 9 }, (_, n) => `drama-${n}`);
const DRAMA_LOVER = Array.from({ length: 6 }, (_, n) => ({ item: `drama-${n}`, stars: 5 }));

/** @param weighed  as the product weighs accounts made today; else like people of long standing */
function withAccounts(count: number, weighed: boolean): Interactions {
  const { offsets, items, stars, times, userIds, itemIds } = groups.ratings;
  const builder = new InteractionsBuilder();
  userIds.forEach((userId, user) => {
    for (let e = offsets[user]; e < offsets[user + 1]; e++)
      builder.add(userId, itemIds[items[e]], stars[e], times[e]);
  });
  const rated = [LIFTED, ...NEIGHBOURS];
  const weight = accountWeight({ days: 0.1, genres: rated.map((id) => genresOf.get(id)!) });
  for (let n = 0; n < count; n++) {
    for (const id of rated) builder.add(`bent-${n}`, id, 5, 1_000_020);
    if (weighed) builder.weigh(`bent-${n}`, weight);
  }
  return builder.build();
}

/** Where the film stands on the lists of others, 0 first, and among the films like a neighbour. */
function placesIn(ratings: Interactions) {
  const ranker = Ranker.fit({ items: groups.items, ratings }, { weights });
  const list = ranker.recommend({ ratings: DRAMA_LOVER, limit: 100 }).map(({ item }) => item);
  const similar = ranker.similar('drama-8', 100).map(({ item }) => item);
  return { list: list.indexOf(LIFTED), similar: similar.indexOf(LIFTED), length: list.length };
}

describe('many hands bent on one film', () => {
  const COUNTS = [0, 1, 10, 50];
  const places = new Map<string, ReturnType<typeof placesIn>>();
  beforeAll(() => {
    for (const count of COUNTS) places.set(`new ${count}`, placesIn(withAccounts(count, true)));
    places.set('trusted 50', placesIn(withAccounts(50, false)));
  }, 60_000);
  const of = (key: string) => places.get(key)!;

  it('count as few: ten new accounts as one person, fifty as five', () => {
    expect(50 * NEWEST).toBe(5);
  });

  it.each([1, 10])('of %i new accounts move it by three places at most on the lists of others', (count) => {
    expect(of('new 0').list - of(`new ${count}`).list).toBeLessThanOrEqual(3);
    expect(of(`new ${count}`).list).toBeGreaterThanOrEqual(19);
  });

  it('of fifty move it less than half as far as people of long standing would', () => {
    const moved = (key: string) => of('new 0').list - of(key).list;
    expect(2 * moved('new 50')).toBeLessThan(moved('trusted 50'));
    expect(of('new 50').list).toBeGreaterThanOrEqual(10);
  });

  it.each([1, 10, 50])('of %i new accounts do not bring it among the eight films like another', (count) => {
    expect(of(`new ${count}`).similar).toBeGreaterThanOrEqual(8);
  });

  it('would do more if they weighed as much as people of long standing', () => {
    expect(of('trusted 50').list).toBeLessThan(of('new 50').list);
    expect(of('trusted 50').similar).toBeLessThan(of('new 50').similar);
  });
});
