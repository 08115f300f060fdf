import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '#contracts/protocol/app.error.js';
import { ModelPublished } from '#contracts/recommender/recommender.events.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { BeforeApplicationShutdown, Injectable, Logger, OnApplicationBootstrap } from '@nestjs/common';
import { readWeights } from '../model/blend.weights.js';
import { MovieCatalogue } from '../profiles/movie.catalogue.js';
import { ListRefresher } from '../lists/list.refresher.js';
import { CurrentModel } from '../model/current.model.js';
import { hashOf } from '../model/model.bundle.js';
import { ModelRepository } from '../model/model.repository.js';
import { ModelStore } from '../model/model.store.js';
import { ModelSwitch } from '../model/model.switch.js';
import { PlotVectors } from './plot.vectors.js';
import type { BackfillResult } from '../profiles/read-model.backfill.js';
import { modelTrainingSeconds } from '../recommender.metrics.js';
import { INSTANCE_ID } from '../model/instance.id.js';
import { UserProfileStore } from '../profiles/user-profile.store.js';
import { Training, type TrainingResult } from './training.js';
import { type HeldLease, TrainingLease } from './training.lease.js';
import { TrainingSchedule } from './training.schedule.js';

const LOOK_MS = 250;
const CATCH_UP_MS = 30_000;
const QUIET_ALREADY_MS = 5000;
/** Until a replica looks again whether another has done with its training. */
const ELSEWHERE_MS = 1000;
/** From how many changed users on the model is made anew, whoever took note of the changes. */
const MANY_USERS = { min: 500, share: 0.2 };
const RETRY = { first: 1000, max: 60_000 };

/** Sees to it that a good model serves: the stored one at a start, a new one when the schedule says so and nobody else trains. */
@Injectable()
export class ModelTrainer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Training');
  private readonly end = new AbortController();
  private training?: Training;
  private looking?: Promise<void>;
  private retryDelay = 0;

  constructor(
    private readonly schedule: TrainingSchedule,
    private readonly catalogue: MovieCatalogue,
    private readonly profiles: UserProfileStore,
    private readonly plots: PlotVectors,
    private readonly current: CurrentModel,
    private readonly models: ModelSwitch,
    private readonly store: ModelStore,
    private readonly repository: ModelRepository,
    private readonly lease: TrainingLease,
    private readonly lists: ListRefresher,
    private readonly events: EventPublisher,
  ) {}

  onApplicationBootstrap(): void {
    void this.run();
  }

  /** What is stored comes first: only then is it known whether there is anything to train. */
  private async run(): Promise<void> {
    await this.catchUp();
    void this.repeat(CATCH_UP_MS, () => this.catchUp());
    this.looking = this.repeat(LOOK_MS, () => this.trainWhenDue());
  }

  /** The read model was filled from its owners, and news are heard: those of the time before are looked for. */
  async onBackfilled({ ratings }: BackfillResult): Promise<void> {
    await this.catchUp();
    this.schedule.note({ ratings });
  }

  /** @throws AppError `service_unavailable` when there is nothing to train with */
  requestTraining(): void {
    if (this.catalogue.size === 0) throw new AppError('service_unavailable', 'There are no films yet.');
    this.schedule.requestTraining();
  }

  /** Serves the published model, when that is another one. @throws when MongoDB cannot be reached */
  async follow(): Promise<void> {
    const first = this.current.peek() === undefined;
    const published = await this.models.follow();
    if (!published || published.by === INSTANCE_ID) return;
    const model = this.current.get();
    // Whoever trained it has seen what was to be trained here.
    this.schedule.begin();
    this.plots.notTrainedHere(model.withoutPlots);
    if (first && !model.rolledBack && model.weights !== hashOf(readWeights()))
      this.schedule.requestTraining();
    this.inBackground('lists for the new model', () => this.lists.refreshPending());
  }

  /** @throws AppError `validation_failed` when there is no older model */
  async rollBack(): Promise<void> {
    const before = await this.store.published();
    if (!before?.previous) throw new AppError('validation_failed', 'There is no older model to go back to.');
    if (!(await this.repository.open(before.previous)))
      throw new AppError('validation_failed', `The older model, ${before.previous}, cannot be used.`);
    const published = await this.store.publish(before, before.previous, new Date());
    if (!published) throw new AppError('service_unavailable', 'Another model was published just now.');
    this.schedule.begin();
    this.log.warn(`rolled back from ${before.modelId} to ${published.modelId}`);
    await this.deploy();
  }

  /** The first time everything, later what other replicas have stored. */
  private async catchUp(): Promise<void> {
    try {
      const movies = await this.catalogue.catchUp();
      await this.follow();
      const model = this.current.peek();
      // What is stored already is no sign of more to come.
      const quiet = performance.now() - QUIET_ALREADY_MS;
      const newer = model ? movies.filter((storedAt) => storedAt > model.changesFrom) : movies;
      this.schedule.note({ movies: newer.length }, quiet);
      const users = model ? await this.profiles.changedSince(model.changesFrom) : 0;
      if (model && users >= Math.max(MANY_USERS.min, MANY_USERS.share * model.users))
        this.schedule.note({ ratings: Math.max(model.ratings, users) }, quiet);
    } catch (error) {
      this.log.warn(`read model not read: ${(error as Error).message}`);
    }
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

  private async trainUnder(lease: HeldLease): Promise<void> {
    let failure: string | undefined;
    let seen = {};
    try {
      // Another replica may have published while this one waited for the lease.
      await this.follow();
      if (!this.isDue()) return;
      seen = this.schedule.begin();
      await this.train(lease);
    } catch (error) {
      failure = this.end.signal.aborted ? undefined : (error as Error).message;
      this.schedule.note(seen);
      this.plots.notTrainedHere();
      throw error;
    } finally {
      await lease.release(failure).catch((error: Error) => this.log.warn(`lease: ${error.message}`));
    }
  }

  private isDue(): boolean {
    return this.catalogue.size > 0 && this.schedule.isDue(this.current.peek());
  }

  private async train(lease: HeldLease): Promise<void> {
    const before = await this.store.published();
    const result = await this.runTraining(lease);
    if (lease.lost.aborted) throw new Error('another replica took over; the result is discarded');
    const published = await this.store.publish(before, result.modelId, result.readAt);
    if (published) await this.deploy();
    else this.log.warn(`model ${result.modelId} is discarded: another was published while it was trained`);
    await this.keepTwo().catch((error: Error) => this.log.warn(`old models: ${error.message}`));
  }

  private async runTraining(lease: HeldLease): Promise<TrainingResult> {
    const began = performance.now();
    const order = { ...this.plots.toTrainWith(), unhurried: this.current.peek() !== undefined };
    const training = new Training(order, (progress) => {
      lease.report(progress).catch((error: Error) => this.log.debug(`progress: ${error.message}`));
    });
    this.training = training;
    lease.lost.addEventListener('abort', () => void training.stop());
    const result = await training.result.finally(() => (this.training = undefined));
    const seconds = (performance.now() - began) / 1000;
    modelTrainingSeconds.observe(seconds);
    this.plots.trainedWith(result);
    const { modelId, bytes, copyMissing } = result;
    if (copyMissing) this.log.warn(`no copy of model ${modelId} on this machine: ${copyMissing}`);
    this.log.log(
      { modelId, seconds, bytes },
      `model ${modelId} trained in ${seconds.toFixed(1)} s, ${Math.ceil(bytes / 1e6)} MB`,
    );
    return result;
  }

  /** What this replica published: it serves it, tells the others, and makes all users' list anew. */
  private async deploy(): Promise<void> {
    await this.follow();
    const { id: modelId, trainedAt, users, movies, ratings } = this.current.get();
    this.inBackground('lists for the new model', () => this.lists.refreshAll());
    const announcement = { modelId, trainedAt: trainedAt.toISOString(), users, movies, ratings };
    // Replicas that do not hear of it see it when they next look.
    await this.events
      .publish(ModelPublished, announcement)
      .catch((error: Error) => this.log.warn(`ModelPublished: ${error.message}`));
  }

  /** The one that serves, and the one to roll back to. */
  private async keepTwo(): Promise<void> {
    const { modelId, previous } = (await this.store.published()) ?? {};
    await this.repository.keepOnly([modelId, previous].filter((id) => id !== undefined));
  }

  /** What may fail without taking the model out of service. */
  private inBackground(what: string, work: () => Promise<void>): void {
    work().catch((error: Error) => {
      if (!this.end.signal.aborted) this.log.warn(`${what}: ${error.message}`);
    });
  }

  private async repeat(everyMs: number, work: () => Promise<void>): Promise<void> {
    while (!this.end.signal.aborted) {
      await this.wait(everyMs);
      if (!this.end.signal.aborted) await work();
    }
  }

  /** Ends early when the service ends. */
  private async wait(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.end.signal, ref: false }).catch(() => undefined);
  }

  /** While MongoDB is still connected, so that the lease can be given back. */
  async beforeApplicationShutdown(): Promise<void> {
    this.end.abort();
    await this.training?.stop();
    await this.looking;
  }
}
