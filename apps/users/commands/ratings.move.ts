import type { RatingChange } from '#contracts/users/users.events.js';
import { chunksOf } from '#platform/process/chunks.js';
import type { Model } from 'mongoose';
import type { UserDocument } from '../documents/user.schema.js';
import { importEvents } from './import.events.js';

const USERS_PER_WRITE = 100;
/** Conditions of one query. */
const MOVIES_AT_ONCE = 100;

type RatingUser = Pick<UserDocument, '_id' | 'version' | 'ratings' | 'community'>;

/**
 * Moves everybody's ratings of movies that are here twice to the one that stays, with the events that say so in the same
 * writes. Who rated both keeps the later rating.
 *
 * @param ids  the movie that stays, by the one that goes
 * @returns how many ratings were moved or left behind
 */
export async function moveRatings(
  model: Model<UserDocument>,
  ids: ReadonlyMap<string, string>,
): Promise<number> {
  let moved = 0;
  for (const former of chunksOf([...ids.keys()], MOVIES_AT_ONCE)) {
    const rated = former.map((id) => ({ [`ratings.${id}`]: { $exists: true } }));
    for (;;) {
      const users = await model
        .find({ $or: rated }, { version: 1, ratings: 1, community: 1 })
        .limit(USERS_PER_WRITE)
        .lean<RatingUser[]>();
      if (users.length === 0) break;
      const moves = users.map((user) => moveOf(user, former, ids));
      // Whoever rates meanwhile has another version, and is found once more.
      await model.bulkWrite(moves.map(({ filter, update }) => ({ updateOne: { filter, update } })));
      moved += moves.reduce((sum, { count }) => sum + count, 0);
    }
  }
  return moved;
}

function moveOf(user: RatingUser, former: string[], ids: ReadonlyMap<string, string>) {
  const { _id, version, ratings, community } = user;
  const gone = former.filter((id) => ratings[id] !== undefined);
  const taken = gone.filter((id) => {
    const other = ratings[ids.get(id)!];
    return other === undefined || other.ratedAt < ratings[id].ratedAt;
  });
  const changes: RatingChange[] = [
    ...gone.map((id) => ({ movieId: id, ratedAt: ratings[id].ratedAt.toISOString() })),
    ...taken.map((id) => {
      const { rating, ratedAt } = ratings[id];
      return { movieId: ids.get(id)!, rating, ratedAt: ratedAt.toISOString() };
    }),
  ];
  const outbox = importEvents(_id, version, changes, community ? 'dataset' : 'upload');
  return {
    filter: { _id, version },
    update: {
      $set: {
        ...Object.fromEntries(taken.map((id) => [`ratings.${ids.get(id)!}`, ratings[id]])),
        version: version + outbox.length,
      },
      $unset: Object.fromEntries(gone.map((id) => [`ratings.${id}`, 1 as const])),
      $push: { outbox: { $each: outbox } },
    },
    count: gone.length,
  };
}
