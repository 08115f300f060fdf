import { randomUUID } from 'node:crypto';
import type { RatingChange, RatingsChanged } from '#contracts/users/users.events.js';
import { DURABLE, isDuplicateKey } from '#platform/stores/mongo.module.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { MovieDocument } from '../movies/movie.schema.js';
import { DeletedUserDocument } from './deleted-user.schema.js';
import { RatingDocument } from './rating.schema.js';

/** From this many ratings on, checking whether the user is new and inserting pays off. */
const MIN_TO_INSERT = 20;

/**
 * The catalogue's own copy of all ratings, from which it counts averages. Events may repeat or arrive in any order: the
 * rating with the highest version counts. Movies are marked as stale after the write, so that an event delivered again
 * after a crash marks them again.
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
   * @returns the movies to pass to markStale() afterwards
   */
  async upsert({ userId, version, changes }: RatingsChanged): Promise<string[]> {
    const latest = [...new Map(changes.map((change) => [change.movieId, change])).values()];
    if (latest.length === 0) return [];
    const inserted = latest.length >= MIN_TO_INSERT && (await this.insertAll(userId, version, latest));
    if (!inserted) await this.upsertAll(userId, version, latest);
    // Checked after the write: a deletion that comes later than this check removes what was written.
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

  /** Deletes the documents last: until movies are marked, they tell a repeated try which movies to mark. */
  private async removeAll(userId: string): Promise<void> {
    await this.ratings.updateMany({ userId }, { $unset: { rating: 1 } });
    await this.markStale(await this.ratings.distinct('movieId', { userId }));
    await this.ratings.deleteMany({ userId });
  }

  /** @returns false when the user already has ratings; then the caller must upsert, whether or not some were inserted */
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

  /** Compares versions inside the update, so that an older event changes nothing and causes no duplicate key error. */
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
