import { randomUUID } from 'node:crypto';
import { FEWEST_PEOPLE, shrunkMean } from '#contracts/catalog/movie.card.js';
import { chunksOf } from '#platform/process/chunks.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { MovieDocument } from '../movies/movie.schema.js';
import { RatingDocument } from './rating.schema.js';

const BATCH = 500;

type StaleMovie = Pick<MovieDocument, '_id' | 'ratingsStale'>;

interface MovieStats {
  _id: string;
  average: number;
  count: number;
}

/** Updates the average and the number of ratings of the movies marked as stale. */
@Injectable()
export class RatingStats {
  private plainMeansMarked = false;

  constructor(
    @InjectModel(MovieDocument.name) private readonly movies: Model<MovieDocument>,
    @InjectModel(RatingDocument.name) private readonly ratings: Model<RatingDocument>,
  ) {}

  /** A movie whose mark changes during the count keeps it, because the count may have missed the latest rating. */
  async refresh(): Promise<void> {
    await this.markPlainMeans();
    const stale = await this.movies
      .find({ ratingsStale: { $exists: true } }, { ratingsStale: 1 })
      .lean<StaleMovie[]>();
    for (const batch of chunksOf(stale, BATCH)) await this.refreshBatch(batch);
  }

  /** Once per process: what an earlier version stored is counted again. */
  private async markPlainMeans(): Promise<void> {
    if (this.plainMeansMarked) return;
    await this.movies.updateMany(
      { ratingCount: { $gt: 0 }, averageShrunk: { $exists: false } },
      { $set: { ratingsStale: randomUUID() } },
    );
    this.plainMeansMarked = true;
  }

  private async refreshBatch(stale: StaleMovie[]): Promise<void> {
    const counted = await this.ratings.aggregate<MovieStats>([
      { $match: { movieId: { $in: stale.map(({ _id }) => _id) }, rating: { $gt: 0 } } },
      { $group: { _id: '$movieId', average: { $avg: '$rating' }, count: { $sum: 1 } } },
    ]);
    const stats = new Map(counted.map((movie) => [movie._id, movie]));
    // One write for all movies with the same mark and result, such as those without ratings.
    const groups = Map.groupBy(stale, ({ _id, ratingsStale }) => {
      const { average = 0, count = 0 } = stats.get(_id) ?? {};
      return JSON.stringify([ratingsStale, average, count]);
    });
    await this.movies.bulkWrite(
      [...groups.values()].map((movies) => {
        const [{ _id, ratingsStale }] = movies;
        const { average = 0, count = 0 } = stats.get(_id) ?? {};
        return {
          updateMany: {
            filter: { _id: { $in: movies.map((movie) => movie._id) }, ratingsStale },
            update: {
              $set: {
                averageRating: count > 0 ? shrunkMean(average, count) : 0,
                averageShrunk: true,
                ratingCount: count,
                ratedByEnough: count >= FEWEST_PEOPLE ? 1 : 0,
              },
              $unset: { ratingsStale: 1 },
            },
          },
        };
      }),
      { ordered: false },
    );
  }
}
