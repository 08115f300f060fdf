import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { ENOUGH_RATINGS, MovieDocument } from '../movies/movie.schema.js';
import { RatingDocument } from './rating.schema.js';

const BATCH = 500;

type StaleMovie = Pick<MovieDocument, '_id' | 'ratingsStale'>;

interface MovieStats {
  _id: string;
  average: number;
  count: number;
}

/** Brings the average rating and the number of ratings of movies up to date, for those marked as stale. */
@Injectable()
export class RatingStats {
  constructor(
    @InjectModel(MovieDocument.name) private readonly movies: Model<MovieDocument>,
    @InjectModel(RatingDocument.name) private readonly ratings: Model<RatingDocument>,
  ) {}

  /** Counts anew; a movie whose mark changed meanwhile keeps it, because a rating may have come after the counting. */
  async refresh(): Promise<void> {
    const stale = await this.movies
      .find({ ratingsStale: { $exists: true } }, { ratingsStale: 1 })
      .lean<StaleMovie[]>();
    for (let at = 0; at < stale.length; at += BATCH) await this.refreshBatch(stale.slice(at, at + BATCH));
  }

  private async refreshBatch(stale: StaleMovie[]): Promise<void> {
    const counted = await this.ratings.aggregate<MovieStats>([
      { $match: { movieId: { $in: stale.map(({ _id }) => _id) }, rating: { $gt: 0 } } },
      { $group: { _id: '$movieId', average: { $avg: '$rating' }, count: { $sum: 1 } } },
    ]);
    const stats = new Map(counted.map((movie) => [movie._id, movie]));
    // Movies of one mark that come to the same, such as all that nobody has rated, are one write.
    const alike = Map.groupBy(stale, ({ _id, ratingsStale }) => {
      const { average = 0, count = 0 } = stats.get(_id) ?? {};
      return JSON.stringify([ratingsStale, average, count]);
    });
    await this.movies.bulkWrite(
      [...alike.values()].map((movies) => {
        const [{ _id, ratingsStale }] = movies;
        const { average = 0, count = 0 } = stats.get(_id) ?? {};
        return {
          updateMany: {
            filter: { _id: { $in: movies.map((movie) => movie._id) }, ratingsStale },
            update: {
              $set: {
                averageRating: average,
                ratingCount: count,
                ratedByEnough: count >= ENOUGH_RATINGS ? 1 : 0,
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
