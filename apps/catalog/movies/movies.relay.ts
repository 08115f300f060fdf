import { MoviesChanged } from '#contracts/catalog/catalog.events.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { MovieDocument } from './movie.schema.js';
import { MovieViews, SNAPSHOT_FIELDS, type SnapshotSource } from './movie.views.js';

type MarkedMovie = SnapshotSource & Pick<MovieDocument, 'sources'>;

const SNAPSHOTS_PER_EVENT = 100;

/**
 * Publishes changed movies. The write that changes a movie marks it, and the mark stays until the broker has confirmed the
 * event, so events are published at least once; consumers go by `revision`.
 */
@Injectable()
export class MoviesRelay {
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
    for (;;) {
      const movies = await this.movies
        .find({ unpublished: true }, { ...SNAPSHOT_FIELDS, sources: 1 })
        .sort({ _id: 1 })
        .limit(SNAPSHOTS_PER_EVENT)
        .lean<MarkedMovie[]>();
      if (movies.length === 0) return;
      const gone = movies.filter(({ sources }) => sources?.length === 0);
      const here = movies.filter((movie) => !gone.includes(movie));
      await this.publisher.publish(MoviesChanged, {
        movies: here.map((movie) => this.views.snapshot(movie)),
        ...(gone.length > 0 && { removed: gone.map(({ _id }) => _id) }),
      });
      await this.clearUnpublished(here);
      await this.deleteGone(gone);
      onSent(movies.length);
    }
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
      await this.movies.updateMany({ _id, revision }, { $unset: { unpublished: 1 } });
    }
  }
}
