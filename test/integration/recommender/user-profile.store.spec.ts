import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Connection, createConnection } from 'mongoose';
import {
  UserProfileDocument,
  UserProfileSchema,
} from '../../../apps/recommender/profiles/user-profile.schema.js';
import { UserProfileStore } from '../../../apps/recommender/profiles/user-profile.store.js';
import type { ProfileUpdate } from '../../../apps/recommender/profiles/user.profile.js';
import { address } from '../../support/process/eventually.js';

const PEOPLE = Array.from({ length: 64 }, (_, k) => `user ${k}`);
const RATINGS = 1000;

function ratingsOf(version: number, movieIds: readonly string[]): ProfileUpdate {
  const ratedAt = new Date().toISOString();
  return {
    kind: 'ratings',
    version,
    changes: movieIds.map((movieId) => ({ movieId, rating: 4, ratedAt })),
  };
}

describe('profiles of many people who have rated much', () => {
  let mongo: Connection;
  let store: UserProfileStore;
  let turns = 0;
  let isCounting = true;
  const count = () => {
    turns++;
    if (isCounting) setImmediate(count);
  };

  const applyToAll = async (update: ProfileUpdate) => {
    const perTurn = new Map<number, number>();
    const applied = await store.applyAll(new Map(PEOPLE.map((userId) => [userId, [update]])), () =>
      perTurn.set(turns, (perTurn.get(turns) ?? 0) + 1),
    );
    return { applied, perTurn: [...perTurn.values()] };
  };

  beforeAll(async () => {
    const dbName = `profiles-${randomUUID().slice(0, 8)}`;
    mongo = await createConnection(address('MONGODB_URI'), { dbName }).asPromise();
    store = new UserProfileStore(
      mongo.model<UserProfileDocument>(UserProfileDocument.name, UserProfileSchema),
    );
    count();
  });

  afterAll(async () => {
    isCounting = false;
    await mongo.dropDatabase();
    await mongo.close();
  });

  it('are written some in a turn of the event loop, and each once', async () => {
    const movieIds = Array.from({ length: RATINGS }, (_, k) => `movie ${k}`);
    await applyToAll(ratingsOf(1, movieIds));
    const { applied, perTurn } = await applyToAll(ratingsOf(2, ['another movie']));
    expect(Math.max(...perTurn)).toBeLessThanOrEqual(2);
    expect(perTurn.reduce((sum, people) => sum + people)).toBe(PEOPLE.length);
    expect([...applied.values()].map(({ changedRatings }) => changedRatings)).toEqual(PEOPLE.map(() => 1));
    const stored = await store.find('user 63');
    expect([stored?.revision, Object.keys(stored!.ratings).length]).toEqual([2, RATINGS + 1]);
  });
});
