import { randomUUID } from 'node:crypto';
import { FEWEST_PEOPLE, shrunkMean } from '#contracts/catalog/movie.card.js';
import { chunksOf } from '#platform/process/chunks.js';
import { DURABLE } from '#platform/stores/mongo.module.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { MovieDocument } from '../movies/movie.schema.js';
import { RatingDocument } from './rating.schema.js';

const BATCH = 500;
/** Each of them looks for itself among them. */
const MOVIES_PER_WRITE = 100;

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
    const writes = [...Map.groupBy(stale, ({ ratingsStale }) => ratingsStale)].flatMap(([mark, movies]) =>
      [...chunksOf(movies, MOVIES_PER_WRITE)].map((some) => writeOf(some, mark, stats)),
    );
    await this.movies.collection.bulkWrite(writes, { ordered: false, writeConcern: DURABLE });
  }
}

/** One write for movies with the same mark, each of which finds its own figures: a write for each takes twice as long. */
function writeOf(
  stale: StaleMovie[],
  ratingsStale: string | undefined,
  counted: ReadonlyMap<string, MovieStats>,
) {
  const ids = stale.map(({ _id }) => _id);
  const stats = ids.map((id) => counted.get(id) ?? { average: 0, count: 0 });
  const own = (values: number[]) => ({
    $arrayElemAt: [values, { $indexOfArray: [{ $literal: ids }, '$_id'] }],
  });
  const figures = {
    averageRating: own(stats.map(({ average, count }) => (count > 0 ? shrunkMean(average, count) : 0))),
    averageShrunk: true,
    ratingCount: own(stats.map(({ count }) => count)),
    ratedByEnough: own(stats.map(({ count }) => (count >= FEWEST_PEOPLE ? 1 : 0))),
  };
  return {
    updateMany: {
      filter: { _id: { $in: ids as never[] }, ratingsStale },
      update: [{ $set: figures }, { $unset: 'ratingsStale' }],
    },
  };
}
