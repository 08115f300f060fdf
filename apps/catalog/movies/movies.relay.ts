import { MoviesChanged } from '#contracts/catalog/catalog.events.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { chunksOf } from '#platform/process/chunks.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { MovieDocument } from './movie.schema.js';
import { MovieViews, SNAPSHOT_FIELDS, type SnapshotSource } from './movie.views.js';

type MarkedMovie = SnapshotSource & Pick<MovieDocument, 'sources'>;

const SNAPSHOTS_PER_EVENT = 100;
/** Read, announced and unmarked together. */
const MOVIES_AT_ONCE = 1000;

/**
 * Publishes changed movies. The write that changes a movie marks it, and the mark stays until the broker has confirmed the
 * event, so events are published at least once; consumers go by `revision`.
 */
@Injectable()
export class MoviesRelay {
  private untoldMarked = false;

  constructor(
    @InjectModel(MovieDocument.name) private readonly movies: Model<MovieDocument>,
    private readonly publisher: EventPublisher,
    private readonly views: MovieViews,
  ) {}

  countWaiting(): Promise<number> {
    return this.movies.countDocuments({ unpublished: true });
  }

  /**
   * Publishes every marked movie.
   *
   * @param onSent  called with the number of movies in each confirmed event
   * @throws when the broker does not confirm; unconfirmed movies keep their mark
   */
  async drain(onSent: (movies: number) => void = () => undefined): Promise<void> {
    await this.markUntold();
    for (;;) {
      const movies = await this.movies
        .find({ unpublished: true }, { ...SNAPSHOT_FIELDS, sources: 1 })
        .sort({ _id: 1 })
        .limit(MOVIES_AT_ONCE)
        .lean<MarkedMovie[]>();
      if (movies.length === 0) return;
      await Promise.all(
        [...chunksOf(movies, SNAPSHOTS_PER_EVENT)].map(async (some) => {
          await this.publish(some);
          onSent(some.length);
        }),
      );
      await this.clearUnpublished(movies.filter((movie) => !isGone(movie)));
      await this.deleteGone(movies.filter(isGone));
    }
  }

  /** Once per process: movies whose titles in other languages an earlier version did not know how to tell. */
  private async markUntold(): Promise<void> {
    if (this.untoldMarked) return;
    await this.movies.updateMany(
      {
        titlesTold: { $exists: false },
        unpublished: { $exists: false },
        $or: [{ translatedTitles: { $exists: true } }, { originalTitle: { $exists: true } }],
      },
      { $set: { unpublished: true }, $inc: { revision: 1 } },
    );
    this.untoldMarked = true;
  }

  private publish(movies: MarkedMovie[]): Promise<void> {
    const gone = movies.filter(isGone);
    return this.publisher.publish(MoviesChanged, {
      movies: movies.filter((movie) => !isGone(movie)).map((movie) => this.views.snapshot(movie)),
      ...(gone.length > 0 && { removed: gone.map(({ _id }) => _id) }),
    });
  }

  /** One that a data set has brought back meanwhile stays, and is announced again. */
  private async deleteGone(movies: MarkedMovie[]): Promise<void> {
    if (movies.length === 0) return;
    await this.movies.deleteMany({ _id: { $in: movies.map(({ _id }) => _id) }, sources: { $size: 0 } });
  }

  /** A movie that has changed meanwhile has another revision, and keeps its mark. */
  private async clearUnpublished(movies: SnapshotSource[]): Promise<void> {
    for (const [revision, published] of Map.groupBy(movies, (movie) => movie.revision)) {
      const _id = { $in: published.map((movie) => movie._id) };
      await this.movies.updateMany(
        { _id, revision },
        { $unset: { unpublished: 1 }, $set: { titlesTold: true } },
      );
    }
  }
}

function isGone({ sources }: MarkedMovie): boolean {
  return sources?.length === 0;
}
