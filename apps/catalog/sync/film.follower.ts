import { RecurringTask } from '#platform/process/recurring.task.js';
import { Injectable, Logger, OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { PlotIndexer } from '../search/plot.indexer.js';
import { QueryEmbedder } from '../search/query.embedder.js';
import { FilmSync } from './film.sync.js';
import { SyncLease } from './sync.lease.js';

/** How often a replica looks whether a day has passed; so a day's changes wait for an hour more at most. */
const LOOK_MS = 3600 * 1000;
const DAILY_MS = 24 * LOOK_MS;

/**
 * Once a day, on one replica: what TMDB changed and what is new in theatres. Plots that came with it become searchable, and
 * the recommender hears of the films by the events about them. Before somebody has run `--sync` it does nothing: the
 * first time takes long, and is for a person to begin.
 */
@Injectable()
export class FilmFollower implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger(FilmFollower.name);
  private readonly task = new RecurringTask(FilmFollower.name, () => this.followDaily(), LOOK_MS, 0);
  private readonly stopping = new AbortController();
  private said = false;

  constructor(
    private readonly sync: FilmSync,
    private readonly lease: SyncLease,
    private readonly indexer: PlotIndexer,
    private readonly embedder: QueryEmbedder,
  ) {}

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.task.stop();
  }

  private async followDaily(): Promise<void> {
    if (!(await this.sync.hasBegun())) {
      if (!this.said) this.log.log('films of TMDB are followed once --sync has brought them in');
      this.said = true;
      return;
    }
    if (await this.isUpToDate()) return;
    await this.lease.hold((lost) => this.follow(AbortSignal.any([lost, this.stopping.signal])));
  }

  private async follow(end: AbortSignal): Promise<void> {
    // Another replica may have done it while this one asked for the lease.
    if (await this.isUpToDate()) return;
    await this.sync.look();
    const { failures, ...films } = await this.sync.bringIn(end);
    const plots = await this.indexPlots();
    await this.sync.followed();
    this.log.log({ ...films, plots, failures }, 'followed TMDB');
  }

  private async isUpToDate(): Promise<boolean> {
    const followed = await this.sync.followedAt();
    return followed !== undefined && Date.now() - followed.getTime() < DAILY_MS;
  }

  /** @returns how many plots changed */
  private async indexPlots(): Promise<number> {
    const plan = await this.indexer.plan();
    await this.indexer.removeGone(plan);
    const vectors = { stored: new Map(), embed: (texts: string[]) => this.embedder.plots(texts) };
    const embedded = await this.indexer.indexEmbedded(plan, vectors, () => undefined);
    const changed = plan.gone.length + embedded;
    if (changed > 0) await this.indexer.announce(changed);
    return changed;
  }
}
