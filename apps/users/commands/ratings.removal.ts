import { RATINGS_PER_CHUNK } from '#contracts/protocol/limits.js';
import { RatingsImported, type RatingChange } from '#contracts/users/users.events.js';
import { sealEvent } from '#platform/messaging/event.publisher.js';
import type { Model } from 'mongoose';
import type { UserDocument } from '../documents/user.schema.js';

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
  const parts = Math.max(1, Math.ceil(changes.length / RATINGS_PER_CHUNK));
  const outbox = Array.from({ length: parts }, (_, part) =>
    sealEvent(RatingsImported, {
      userId: String(_id),
      version: version + 1 + part,
      source: 'dataset',
      changes: changes.slice(part * RATINGS_PER_CHUNK, (part + 1) * RATINGS_PER_CHUNK),
    }),
  );
  return {
    $set: { ratings: {}, version: version + parts },
    $unset: { dataset: 1, contentHash: 1 } as const,
    $push: { outbox: { $each: outbox } },
  };
}
