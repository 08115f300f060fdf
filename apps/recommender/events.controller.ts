import { MoviesChanged, PlotsIndexed } from '#contracts/catalog/catalog.events.js';
import { MoviesShown } from '#contracts/gateway/gateway.events.js';
import {
  FeedbackChanged,
  LibraryChanged,
  RatingsChanged,
  RatingsImported,
  SeenChanged,
  UserDeleted,
} from '#contracts/users/users.events.js';
import { OnEvent } from '#platform/messaging/on-event.decorator.js';
import { Controller } from '@nestjs/common';
import { DataChanges } from './profiles/data.changes.js';
import { MovieCatalogue } from './profiles/movie.catalogue.js';
import { MovieStore } from './profiles/movie.store.js';
import { CardWriter } from './lists/card.writer.js';
import { ListRefresher } from './lists/list.refresher.js';
import { PlotVectors } from './training/plot.vectors.js';

/** What the recommender learns from the others' events. Each handler may see the same event again, and out of order. */
@Controller()
export class EventsController {
  constructor(
    private readonly lists: ListRefresher,
    private readonly cards: CardWriter,
    private readonly movies: MovieStore,
    private readonly catalogue: MovieCatalogue,
    private readonly plots: PlotVectors,
    private readonly changes: DataChanges,
  ) {}

  @OnEvent(RatingsChanged)
  async onRatingsChanged({ userId, version, changes }: RatingsChanged): Promise<void> {
    await this.lists.apply(userId, { kind: 'ratings', version, changes });
  }

  @OnEvent(RatingsImported)
  async onRatingsImported({ userId, version, changes, source }: RatingsImported): Promise<void> {
    await this.lists.apply(userId, { kind: 'ratings', version, changes, imported: source === 'dataset' });
  }

  @OnEvent(FeedbackChanged)
  async onFeedbackChanged({ userId, version, changes }: FeedbackChanged): Promise<void> {
    await this.lists.apply(userId, { kind: 'feedback', version, changes });
  }

  @OnEvent(SeenChanged)
  async onSeenChanged({ userId, version, changes }: SeenChanged): Promise<void> {
    await this.lists.apply(userId, { kind: 'seen', version, changes });
  }

  @OnEvent(LibraryChanged)
  async onLibraryChanged({ userId, version, movieIds }: LibraryChanged): Promise<void> {
    await this.lists.apply(userId, { kind: 'library', library: { version, movieIds } });
  }

  @OnEvent(MoviesShown)
  async onMoviesShown({ userId, movieIds, shownAt }: MoviesShown): Promise<void> {
    await this.lists.apply(userId, { kind: 'shown', movieIds, shownAt: new Date(shownAt) });
  }

  @OnEvent(UserDeleted)
  async onUserDeleted({ userId }: UserDeleted): Promise<void> {
    await this.lists.apply(userId, { kind: 'deletion' });
  }

  @OnEvent(MoviesChanged)
  async onMoviesChanged({ movies, removed = [] }: MoviesChanged): Promise<void> {
    const ids = [...movies.map(({ id }) => id), ...removed];
    // A movie that leaves a series or joins one changes the places of the others.
    const before = this.catalogue.withTheirSeries(ids);
    await this.movies.upsert(movies);
    await this.movies.remove(removed);
    this.changes.note({ movies: this.catalogue.put(movies) + this.catalogue.remove(removed) });
    await this.cards.write([...new Set([...before, ...this.catalogue.withTheirSeries(ids)])]);
  }

  @OnEvent(PlotsIndexed)
  async onPlotsIndexed({ changed }: PlotsIndexed): Promise<void> {
    this.plots.changed(changed);
  }
}
