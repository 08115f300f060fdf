import { randomUUID } from 'node:crypto';
import type { RatingsChanged } from '#contracts/users/users.events.js';
import { Batches } from '#platform/process/batches.js';
import { chunksOf } from '#platform/process/chunks.js';
import { DURABLE, isDuplicateKey } from '#platform/stores/mongo.module.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { MovieDocument } from '../movies/movie.schema.js';
import { DeletedUserDocument } from './deleted-user.schema.js';
import { RatingDocument } from './rating.schema.js';

/** From this many ratings on, checking whether their users are new and inserting pays off. */
const MIN_TO_INSERT = 20;
/** Nobody waits for an average, which is counted a moment later anyway: what is saved meanwhile is one write. */
const REST_MS = 250;
/** Ratings of one write: putting them together holds up whatever else the process does. */
const RATINGS_PER_WRITE = 1000;
/** As many as a replica has in hand. */
const EVENTS_PER_WRITE = 16;

/**
 * The catalogue's own copy of all ratings, from which it counts averages. Events may repeat or arrive in any order: the
 * rating with the highest version counts. Movies are marked as stale after the write, so that an event delivered again
 * after a crash marks them again.
 */
@Injectable()
export class RatingProjection {
  private readonly saves = new Batches<RatingsChanged, void>(
    async (events) => this.markStale(await this.upsert([...events.values()].flat())),
    EVENTS_PER_WRITE,
    REST_MS,
  );

  constructor(
    @InjectModel(RatingDocument.name) private readonly ratings: Model<RatingDocument>,
    @InjectModel(DeletedUserDocument.name) private readonly deletedUsers: Model<DeletedUserDocument>,
    @InjectModel(MovieDocument.name) private readonly movies: Model<MovieDocument>,
  ) {}

  async record(event: RatingsChanged): Promise<void> {
    if (event.changes.length < MIN_TO_INSERT) await this.saves.submit(event.userId, event);
    else await this.markStale(await this.upsert([event]));
  }

  /**
   * The first half of record(), for many events at once.
   *
   * @returns the movies to pass to markStale() afterwards
   */
  async upsert(events: readonly RatingsChanged[]): Promise<string[]> {
    const ratings = events.flatMap(ratingsOf);
    if (ratings.length === 0) return [];
    const userIds = events.map(({ userId }) => userId);
    const areNew =
      ratings.length >= MIN_TO_INSERT && !(await this.ratings.exists({ userId: { $in: userIds } }));
    for (const some of chunksOf(ratings, RATINGS_PER_WRITE))
      if (!areNew || !(await this.insertAll(some))) await this.upsertAll(some);
    await this.removeDeleted(userIds);
    return ratings.map(({ movieId }) => movieId);
  }

  async markStale(movieIds: string[]): Promise<void> {
    if (movieIds.length === 0) return;
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

  /** To be called after a write: a deletion that comes later than this removes what was written. */
  private async removeDeleted(userIds: readonly string[]): Promise<void> {
    const deleted = await this.deletedUsers.find({ _id: { $in: userIds } }, { _id: 1 }).lean();
    for (const { _id } of deleted) await this.removeAll(_id);
  }

  /** Deletes the documents last: until movies are marked, they tell a repeated try which movies to mark. */
  private async removeAll(userId: string): Promise<void> {
    await this.ratings.updateMany({ userId }, { $unset: { rating: 1 } });
    await this.markStale(await this.ratings.distinct('movieId', { userId }));
    await this.ratings.deleteMany({ userId });
  }

  /** @returns false when one of them is there already; then the caller must upsert, whether or not some were inserted */
  private async insertAll(ratings: readonly RatingDocument[]): Promise<boolean> {
    try {
      await this.ratings.collection.insertMany(ratings as never[], {
        ordered: false,
        ignoreUndefined: true,
        writeConcern: DURABLE,
      });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Compares versions inside the update, so that an older event changes nothing and causes no duplicate key error. */
  private async upsertAll(ratings: readonly RatingDocument[]): Promise<void> {
    await this.ratings.collection.bulkWrite(
      ratings.map(({ _id, userId, movieId, rating, version }) => {
        const newer = { $lt: [{ $ifNull: ['$version', -1] }, version] };
        return {
          updateOne: {
            filter: { _id: _id as never },
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
        };
      }),
      { ordered: false, writeConcern: DURABLE },
    );
  }
}

/** What an event says of each movie. */
function ratingsOf({ userId, version, changes }: RatingsChanged): RatingDocument[] {
  const latest = new Map(changes.map(({ movieId, rating }) => [movieId, rating]));
  return [...latest].map(([movieId, rating]) => ({
    _id: `${userId}:${movieId}`,
    userId,
    movieId,
    rating,
    version,
  }));
}
