import type { RatingChange } from '#contracts/users/users.events.js';
import type { Model } from 'mongoose';
import type { UserDocument } from '../documents/user.schema.js';
import { importEvents } from './import.events.js';

const USERS_PER_WRITE = 100;

type ImportedUser = Pick<UserDocument, '_id' | 'version' | 'ratings'>;

/**
 * Takes back all ratings of a data set's users, with the events that say so in the same writes. What stays of a user is
 * an id and a version: should the data set be loaded again, its ratings are newer than their removal.
 */
export async function removeDataset(
  model: Model<UserDocument>,
  dataset: string,
): Promise<{ users: number; ratings: number }> {
  const removed = { users: 0, ratings: 0 };
  for (;;) {
    const users = await model
      .find({ dataset }, { version: 1, ratings: 1 })
      .limit(USERS_PER_WRITE)
      .lean<ImportedUser[]>();
    if (users.length === 0) return removed;
    await model.bulkWrite(
      users.map((user) => ({
        updateOne: { filter: { _id: user._id, dataset, version: user.version }, update: emptied(user) },
      })),
    );
    removed.users += users.length;
    removed.ratings += users.reduce((sum, { ratings }) => sum + Object.keys(ratings).length, 0);
  }
}

function emptied({ _id, version, ratings }: ImportedUser) {
  const changes: RatingChange[] = Object.entries(ratings).map(([movieId, { ratedAt }]) => ({
    movieId,
    ratedAt: ratedAt.toISOString(),
  }));
  const outbox = importEvents(_id, version, changes);
  return {
    $set: { ratings: {}, version: version + outbox.length },
    $unset: { dataset: 1, contentHash: 1 } as const,
    $push: { outbox: { $each: outbox } },
  };
}
