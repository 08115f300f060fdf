import { randomUUID } from 'node:crypto';
import { DURABLE, isDuplicateKey } from '#platform/stores/mongo.module.js';
import type { RatingChange, RatingsChanged } from '#contracts/users/users.events.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { DeletedUserDocument } from './deleted-user.schema.js';
import { MovieDocument } from '../movies/movie.schema.js';
import { RatingDocument } from './rating.schema.js';

/** From so many ratings of a user not seen before, one insert is worth a look whether they are. */
const MANY = 20;

/**
 * The catalogue's own record of who rated what, kept to know how movies are rated. Everything here may be done again or
 * in another order: a rating is the one with the highest version, and movies are marked as stale after the write, so that
 * an event that is delivered again after a crash marks them again.
 */
@Injectable()
export class RatingProjection {
  constructor(
    @InjectModel(RatingDocument.name) private readonly ratings: Model<RatingDocument>,
    @InjectModel(DeletedUserDocument.name) private readonly deletedUsers: Model<DeletedUserDocument>,
    @InjectModel(MovieDocument.name) private readonly movies: Model<MovieDocument>,
  ) {}

  async record(event: RatingsChanged): Promise<void> {
    await this.markStale(await this.upsert(event));
  }

  /**
   * The first half of record(), for many events in a row.
   *
   * @returns the movies that markStale() must then be told
   */
  async upsert({ userId, version, changes }: RatingsChanged): Promise<string[]> {
    const latest = [...new Map(changes.map((change) => [change.movieId, change])).values()];
    if (latest.length === 0) return [];
    const inserted = latest.length >= MANY && (await this.insertAll(userId, version, latest));
    if (!inserted) await this.upsertAll(userId, version, latest);
    // Looked at after the write: a deletion that this look misses comes later, and finds what was written.
    if (await this.deletedUsers.exists({ _id: userId })) await this.removeAll(userId);
    return latest.map(({ movieId }) => movieId);
  }

  async markStale(movieIds: string[]): Promise<void> {
    await this.movies.updateMany({ _id: { $in: movieIds } }, { $set: { ratingsStale: randomUUID() } });
  }

  async deleteUser(userId: string): Promise<void> {
    await this.deletedUsers.updateOne(
      { _id: userId },
      { $setOnInsert: { deletedAt: new Date() } },
      { upsert: true },
    );
    await this.removeAll(userId);
  }

  /** The rows go last: as long as movies are not marked, they tell which movies a repeated try has to mark. */
  private async removeAll(userId: string): Promise<void> {
    await this.ratings.updateMany({ userId }, { $unset: { rating: 1 } });
    await this.markStale(await this.ratings.distinct('movieId', { userId }));
    await this.ratings.deleteMany({ userId });
  }

  /** @returns false when the user has ratings already, and nothing may have been written */
  private async insertAll(userId: string, version: number, changes: RatingChange[]): Promise<boolean> {
    if (await this.ratings.exists({ userId })) return false;
    try {
      await this.ratings.insertMany(
        changes.map(({ movieId, rating }) => ({
          _id: `${userId}:${movieId}`,
          userId,
          movieId,
          rating,
          version,
        })),
        { ordered: false, lean: true },
      );
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** The guard is part of the update, so that an older event is no failed write but none at all. */
  private async upsertAll(userId: string, version: number, changes: RatingChange[]): Promise<void> {
    const newer = { $lt: [{ $ifNull: ['$version', -1] }, version] };
    await this.ratings.collection.bulkWrite(
      changes.map(({ movieId, rating }) => ({
        updateOne: {
          filter: { _id: `${userId}:${movieId}` as never },
          update: [
            {
              $set: {
                userId,
                movieId,
                rating: { $cond: [newer, rating ?? '$$REMOVE', '$rating'] },
                version: { $cond: [newer, version, '$version'] },
              },
            },
          ],
          upsert: true,
        },
      })),
      { ordered: false, writeConcern: DURABLE },
    );
  }
}
