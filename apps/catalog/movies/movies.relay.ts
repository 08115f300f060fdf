import { MoviesChanged } from '#contracts/catalog/catalog.events.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { MovieDocument } from './movie.schema.js';
import { MovieViews, SNAPSHOT_FIELDS, type SnapshotSource } from './movie.views.js';

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
        .find({ unpublished: true }, SNAPSHOT_FIELDS)
        .sort({ _id: 1 })
        .limit(SNAPSHOTS_PER_EVENT)
        .lean<SnapshotSource[]>();
      if (movies.length === 0) return;
      await this.publisher.publish(MoviesChanged, {
        movies: movies.map((movie) => this.views.snapshot(movie)),
      });
      await this.clearUnpublished(movies);
      onSent(movies.length);
    }
  }

  /** A movie that has changed meanwhile has another revision, and keeps its mark. */
  private async clearUnpublished(movies: SnapshotSource[]): Promise<void> {
    for (const [revision, published] of Map.groupBy(movies, (movie) => movie.revision)) {
      const _id = { $in: published.map((movie) => movie._id) };
      await this.movies.updateMany({ _id, revision }, { $unset: { unpublished: 1 } });
    }
  }
}
