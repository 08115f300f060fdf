import { setTimeout as pause } from 'node:timers/promises';
import { ModelPublished } from '#contracts/recommender.events.js';
import { EventPublisher } from '#platform/event.publisher.js';
import { Ranker } from '#ranking/ranker.js';
import { Injectable, Logger, OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { FilmCatalogue } from './film.catalogue.js';
import { ListRefresher } from './list.refresher.js';
import { CurrentModel, type Model, modelId } from './model.js';
import { PlotVectors } from './plot.vectors.js';
import type { Filled } from './read-model.filler.js';
import { modelServesSince, modelTrainingSeconds } from './recommender.metrics.js';
import { TasteStore } from './taste.store.js';
import { Training, type TrainingResult } from './training.js';
import { TrainingSchedule } from './training.schedule.js';

const LOOK_MS = 250;
const CATCH_UP_MS = 30_000;
const QUIET_ALREADY_MS = 5000;
/** From how many changed people on the model is made anew, whoever took note of the changes. */
const MANY_PEOPLE = { least: 500, share: 0.2 };
const RETRY = { first: 1000, most: 60_000 };

/** Trains a model when the schedule says so, one at a time, and puts it to work. */
@Injectable()
export class ModelTrainer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('Model');
  private readonly end = new AbortController();
  private training?: Training;
  private retryDelay = 0;

  constructor(
    private readonly schedule: TrainingSchedule,
    private readonly catalogue: FilmCatalogue,
    private readonly tastes: TasteStore,
    private readonly plots: PlotVectors,
    private readonly current: CurrentModel,
    private readonly lists: ListRefresher,
    private readonly events: EventPublisher,
  ) {}

  onApplicationBootstrap(): void {
    void this.repeat(CATCH_UP_MS, () => this.catchUp());
    void this.repeat(LOOK_MS, () => this.trainWhenDue());
  }

  /** The read model was filled from its owners. */
  async takeUp({ films, ratings }: Filled): Promise<void> {
    if (films > 0) await this.catchUp();
    this.schedule.note({ ratings });
  }

  /** The first time everything, later what other replicas have stored. */
  private async catchUp(): Promise<void> {
    try {
      // What is stored already is no sign of more to come.
      const quiet = performance.now() - QUIET_ALREADY_MS;
      this.schedule.note({ films: await this.catalogue.catchUp() }, quiet);
      const model = this.current.peek();
      const people = model ? await this.tastes.changedSince(model.trainedAt) : 0;
      if (model && people >= Math.max(MANY_PEOPLE.least, MANY_PEOPLE.share * model.users))
        this.schedule.note({ ratings: Math.max(model.ratings, people) }, quiet);
    } catch (error) {
      this.log.warn(`read model not read: ${(error as Error).message}`);
    }
  }

  private async trainWhenDue(): Promise<void> {
    if (this.catalogue.size === 0 || !this.schedule.isDue(this.current.peek())) return;
    const changes = this.schedule.begin();
    try {
      await this.train();
      this.retryDelay = 0;
    } catch (error) {
      if (this.end.signal.aborted) return;
      this.retryDelay = Math.min(RETRY.most, this.retryDelay * 2 || RETRY.first);
      this.log.error({ err: error }, `training failed; again in ${this.retryDelay} ms`);
      this.schedule.note(changes);
      await this.wait(this.retryDelay);
    }
  }

  private async train(): Promise<void> {
    const began = performance.now();
    const order = { ...this.plots.toTrainWith(), unhurried: this.current.peek() !== undefined };
    this.training = new Training(order);
    const result = await this.training.result.finally(() => (this.training = undefined));
    const seconds = (performance.now() - began) / 1000;
    modelTrainingSeconds.observe(seconds);
    const model = this.serve(result);
    const { users, movies, ratings, plots } = model;
    const trainedAt = model.trainedAt.toISOString();
    this.log.log(
      { modelId: model.id, users, movies, ratings, plots, seconds },
      `model ${model.id} serves: ${movies} films, ${ratings} ratings of ${users} people, ${seconds.toFixed(1)} s`,
    );
    this.inBackground('ModelPublished', () =>
      this.events.publish(ModelPublished, { modelId: model.id, trainedAt, users, movies, ratings }),
    );
    this.inBackground('lists for the new model', () => this.lists.refreshAll());
  }

  private serve({ state, filmRatings, fingerprint, ...result }: TrainingResult): Model {
    const trainedAt = new Date();
    this.plots.trainedWith(result);
    this.catalogue.rate(filmRatings);
    const model: Model = {
      id: modelId(trainedAt, fingerprint),
      trainedAt,
      ranker: new Ranker(state),
      users: result.users,
      movies: result.movies,
      ratings: result.ratings,
      plots: result.plots?.ids.length ?? 0,
      withoutPlots: result.plots === undefined,
    };
    this.current.set(model);
    modelServesSince(trainedAt);
    return model;
  }

  /** What may fail without taking the model out of service. */
  private inBackground(what: string, work: () => Promise<void>): void {
    work().catch((error: Error) => {
      if (!this.end.signal.aborted) this.log.warn(`${what}: ${error.message}`);
    });
  }

  private async repeat(everyMs: number, work: () => Promise<void>): Promise<void> {
    while (!this.end.signal.aborted) {
      await work();
      await this.wait(everyMs);
    }
  }

  /** Ends early when the service ends. */
  private async wait(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.end.signal, ref: false }).catch(() => undefined);
  }

  async onApplicationShutdown(): Promise<void> {
    this.end.abort();
    await this.training?.stop();
  }
}
