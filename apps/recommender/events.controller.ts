import { MoviesChanged, PlotsIndexed } from '#contracts/catalog/catalog.events.js';
import {
  FeedbackChanged,
  RatingsChanged,
  RatingsImported,
  UserDeleted,
} from '#contracts/users/users.events.js';
import { OnEvent } from '#platform/messaging/on-event.decorator.js';
import { Controller } from '@nestjs/common';
import { FilmCatalogue } from './profiles/movie.catalogue.js';
import { FilmStore } from './profiles/movie.store.js';
import { ListRefresher } from './lists/list.refresher.js';
import { PlotVectors } from './training/plot.vectors.js';
import { TrainingSchedule } from './training/training.schedule.js';

/** What the recommender learns from the others' events. Each handler may see the same event again, and out of order. */
@Controller()
export class NewsController {
  constructor(
    private readonly lists: ListRefresher,
    private readonly films: FilmStore,
    private readonly catalogue: FilmCatalogue,
    private readonly plots: PlotVectors,
    private readonly schedule: TrainingSchedule,
  ) {}

  @OnEvent(RatingsChanged)
  async onRatingsChanged({ userId, version, changes }: RatingsChanged): Promise<void> {
    await this.lists.take(userId, { kind: 'ratings', version, changes });
  }

  @OnEvent(RatingsImported)
  async onRatingsImported({ userId, version, changes, source }: RatingsImported): Promise<void> {
    await this.lists.take(userId, { kind: 'ratings', version, changes, community: source === 'dataset' });
  }

  @OnEvent(FeedbackChanged)
  async onFeedbackChanged({ userId, version, changes }: FeedbackChanged): Promise<void> {
    await this.lists.take(userId, { kind: 'feedback', version, changes });
  }

  @OnEvent(UserDeleted)
  async onUserDeleted({ userId }: UserDeleted): Promise<void> {
    await this.lists.take(userId, { kind: 'deletion' });
  }

  @OnEvent(MoviesChanged)
  async onMoviesChanged({ movies }: MoviesChanged): Promise<void> {
    await this.films.keep(movies);
    this.schedule.note({ films: this.catalogue.put(movies) });
  }

  @OnEvent(PlotsIndexed)
  async onPlotsIndexed({ changed }: PlotsIndexed): Promise<void> {
    this.plots.changed(changed);
  }
}
