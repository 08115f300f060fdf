import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '#contracts/protocol/app.error.js';
import { BeforeApplicationShutdown, Injectable, Logger, OnApplicationBootstrap } from '@nestjs/common';
import { readWeights } from '../model/blend.weights.js';
import { CurrentModel } from '../model/current.model.js';
import { hashOf } from '../model/model.bundle.js';
import { INSTANCE_ID } from '../model/instance.id.js';
import { type BackfillResult, ReadModelBackfill } from '../profiles/read-model.backfill.js';
import { DataWatch } from './data.watch.js';
import { ModelPublisher } from './model.publisher.js';
import { ModelTrainer } from './model.trainer.js';
import { PlotVectors } from './plot.vectors.js';
import { type HeldTraining, TrainingLease } from './training.lease.js';
import { TrainingSchedule } from './training.schedule.js';

const LOOK_MS = 250;
const CATCH_UP_MS = 30_000;
/** How long to wait before asking again for a lease that another replica holds. */
const ELSEWHERE_MS = 1000;
const RETRY = { first: 1000, max: 60_000 };

/** Keeps a good model serving: the stored one at a start, a new one when it is due and no other replica trains. */
@Injectable()
export class TrainingLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(TrainingLoop.name);
  private readonly end = new AbortController();
  private looking?: Promise<void>;
  private retryDelay = 0;
  /** What the next training takes; one that fails is not tried again. */
  private upload?: string;

  constructor(
    private readonly schedule: TrainingSchedule,
    private readonly data: DataWatch,
    private readonly plots: PlotVectors,
    private readonly lease: TrainingLease,
    private readonly trainer: ModelTrainer,
    private readonly publisher: ModelPublisher,
    private readonly current: CurrentModel,
    private readonly backfill: ReadModelBackfill,
  ) {}

  onApplicationBootstrap(): void {
    void this.run();
  }

  /** Reads what is stored first: only then is it known whether there is anything to train with. */
  private async run(): Promise<void> {
    await this.catchUp();
    void this.repeat(CATCH_UP_MS, () => this.catchUp());
    this.looking = this.repeat(LOOK_MS, () => this.trainWhenDue());
  }

  /** Call when the backfill has ended and events are consumed: looks for what was stored before. */
  async onBackfilled({ ratings }: BackfillResult): Promise<void> {
    await this.catchUp();
    this.schedule.note({ ratings });
    // All there is has come, so there is nothing to wait for.
    if (ratings > 0 && !this.current.peek()) this.schedule.requestTraining();
  }

  /**
   * @param upload  models trained elsewhere, which the next training takes instead of fitting its own
   * @throws AppError `service_unavailable` when there is nothing to train with
   */
  requestTraining(upload?: string): void {
    if (!this.data.hasMovies) throw new AppError('service_unavailable', 'There are no films yet.');
    this.upload = upload;
    this.schedule.requestTraining();
  }

  /** Serves the published model unless it serves already. @throws when MongoDB cannot be reached */
  async follow(): Promise<void> {
    const first = this.current.peek() === undefined;
    const published = await this.publisher.follow();
    if (!published || published.by === INSTANCE_ID) return;
    const model = this.current.get();
    // The replica that trained it has seen the changes that were noted here.
    this.schedule.begin();
    this.plots.markOutdated(model.withoutPlots);
    if (first && !model.rolledBack && !model.outside && model.weights !== hashOf(readWeights()))
      this.schedule.requestTraining();
    this.publisher.refreshPendingLists();
  }

  /** @throws AppError `validation_failed` when there is no older model */
  async rollBack(): Promise<void> {
    await this.publisher.rollBack();
    this.schedule.begin();
  }

  private catchUp(): Promise<void> {
    return this.data.look(() => this.follow());
  }

  private async trainWhenDue(): Promise<void> {
    if (!this.isDue()) return;
    try {
      const lease = await this.lease.take();
      if (!lease) return await this.wait(ELSEWHERE_MS);
      await this.trainUnder(lease);
      this.retryDelay = 0;
    } catch (error) {
      if (this.end.signal.aborted) return;
      this.retryDelay = Math.min(RETRY.max, this.retryDelay * 2 || RETRY.first);
      this.log.error({ err: error }, `training failed; again in ${this.retryDelay} ms`);
      await this.wait(this.retryDelay);
    }
  }

  private async trainUnder(lease: HeldTraining): Promise<void> {
    let failure: string | undefined;
    let seen = {};
    try {
      // Another replica may have published while this one waited for the lease.
      await this.follow();
      if (!this.isDue()) return;
      seen = this.schedule.begin();
      const before = await this.publisher.published();
      const upload = this.upload;
      this.upload = undefined;
      await this.publisher.publish(before, await this.trainer.train(lease, upload));
      // The full training that follows shall not make do with what was in Chroma so early.
      if (this.current.peek()?.quick) this.plots.markOutdated();
    } catch (error) {
      failure = this.end.signal.aborted ? undefined : (error as Error).message;
      this.schedule.note(seen);
      this.plots.markOutdated();
      throw error;
    } finally {
      await lease.release(failure).catch((error: Error) => this.log.warn(`lease: ${error.message}`));
    }
  }

  private isDue(): boolean {
    // A model of half the films or of nobody's ratings would be trained in vain.
    if (this.backfill.isHalfway) return false;
    return this.data.hasMovies && this.schedule.isDue(this.current.peek());
  }

  private async repeat(everyMs: number, work: () => Promise<void>): Promise<void> {
    while (!this.end.signal.aborted) {
      await this.wait(everyMs);
      if (!this.end.signal.aborted) await work();
    }
  }

  /** Ends early when the service stops. */
  private async wait(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.end.signal, ref: false }).catch(() => undefined);
  }

  /** While MongoDB is still connected, so that the lease can be released. */
  async beforeApplicationShutdown(): Promise<void> {
    this.end.abort();
    await this.trainer.stop();
    await this.looking;
  }
}
