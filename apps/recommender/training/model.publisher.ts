import { AppError } from '#contracts/protocol/app.error.js';
import { ModelPublished } from '#contracts/recommender/recommender.events.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { Injectable, Logger } from '@nestjs/common';
import { ListRefresher } from '../lists/list.refresher.js';
import { ListSweep } from '../lists/list.sweep.js';
import { CurrentModel } from '../model/current.model.js';
import { ModelRepository } from '../model/model.repository.js';
import { ModelStore, type Published } from '../model/model.store.js';
import { ModelSwitch } from '../model/model.switch.js';
import type { TrainingResult } from './training.js';

/** Puts models into service: here, and on the other replicas by an event. */
@Injectable()
export class ModelPublisher {
  private readonly log = new Logger(ModelPublisher.name);

  constructor(
    private readonly models: ModelSwitch,
    private readonly store: ModelStore,
    private readonly repository: ModelRepository,
    private readonly current: CurrentModel,
    private readonly lists: ListRefresher,
    private readonly sweep: ListSweep,
    private readonly events: EventPublisher,
  ) {}

  /** What is published now; pass it to `publish` after a training. */
  published(): Promise<Published | undefined> {
    return this.store.published();
  }

  /** Serves the published model. @returns what was switched to; nothing when it served already */
  follow(): Promise<Published | undefined> {
    return this.models.follow();
  }

  /** Publishes a trained model, unless another was published since `before`. */
  async publish(before: Published | undefined, { modelId, readAt }: TrainingResult): Promise<void> {
    // Nobody wants to go back to a model that was only made to have one.
    const previous = this.current.peek()?.quick ? undefined : before?.modelId;
    const published = await this.store.publish(before, modelId, readAt, previous);
    if (published) await this.deploy();
    else this.log.warn(`model ${modelId} is discarded: another was published while it was trained`);
    await this.keepTwo().catch((error: Error) => this.log.warn(`old models: ${error.message}`));
  }

  /** @throws AppError `validation_failed` when there is no older model, `service_unavailable` when it was not the only one to publish */
  async rollBack(): Promise<void> {
    const before = await this.store.published();
    if (!before?.previous) throw new AppError('validation_failed', 'There is no older model to go back to.');
    if (!(await this.repository.open(before.previous)))
      throw new AppError('validation_failed', `The older model, ${before.previous}, cannot be used.`);
    const published = await this.store.publish(before, before.previous, new Date());
    if (!published) throw new AppError('service_unavailable', 'Another model was published just now.');
    this.log.warn(`rolled back from ${before.modelId} to ${published.modelId}`);
    await this.deploy();
  }

  /** Another replica's model serves here now. That replica remakes the lists; some may have waited for any model. */
  refreshPendingLists(): void {
    this.sweep.soon();
  }

  /** Serves what this replica published, remakes lists, and tells the other replicas. */
  private async deploy(): Promise<void> {
    await this.models.follow();
    const { id: modelId, trainedAt, users, movies, ratings } = this.current.get();
    this.sweep.soon();
    this.inBackground('lists for the new model', () => this.lists.refreshActive());
    const announcement = { modelId, trainedAt: trainedAt.toISOString(), users, movies, ratings };
    // Replicas that miss the event see the model when they next look.
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
    work().catch((error: Error) => this.log.warn(`${what}: ${error.message}`));
  }
}
