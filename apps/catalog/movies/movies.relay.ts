import { MoviesChanged } from '#contracts/catalog/catalog.events.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { MovieDocument } from './movie.schema.js';
import { MovieViews, SNAPSHOT_FIELDS, type SnapshotSource } from './movie.views.js';

const SNAPSHOTS_PER_EVENT = 100;

/**
 * Publishes movies that changed. A movie carries a mark from the write that changed it until the broker has confirmed
 * the event about it, so a crash in between repeats the event and never loses it; its readers go by `revision`.
 */
@Injectable()
export class MoviesRelay {
  constructor(
    @InjectModel(MovieDocument.name) private readonly movies: Model<MovieDocument>,
    private readonly publisher: EventPublisher,
    private readonly views: MovieViews,
  ) {}

  waiting(): Promise<number> {
    return this.movies.countDocuments({ unpublished: true });
  }

  /**
   * Publishes every movie that waits.
   *
   * @param onSent  told how many movies each confirmed event held
   * @throws when the broker does not confirm; what was not confirmed keeps waiting
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

  /** A movie that has changed again since has another revision and keeps its mark. */
  private async clearUnpublished(movies: SnapshotSource[]): Promise<void> {
    for (const [revision, published] of Map.groupBy(movies, (movie) => movie.revision)) {
      const _id = { $in: published.map((movie) => movie._id) };
      await this.movies.updateMany({ _id, revision }, { $unset: { unpublished: 1 } });
    }
  }
}
