import { ModelPublished } from '#contracts/recommender/recommender.events.js';
import {
  rollBackModel,
  trainingStatus,
  type TrainModel,
  trainModel,
  type TrainingStatus,
} from '#contracts/recommender/recommender.rpc.js';
import { OnBroadcast } from '#platform/messaging/on-event.decorator.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { Controller } from '@nestjs/common';
import { ModelStore } from '../model/model.store.js';
import { TrainingLease } from './training.lease.js';
import { TrainingLoop } from './training.loop.js';

/** What operators ask for, and what replicas tell each other. */
@Controller()
export class TrainingController {
  constructor(
    private readonly training: TrainingLoop,
    private readonly lease: TrainingLease,
    private readonly store: ModelStore,
  ) {}

  @OnBroadcast(ModelPublished)
  async onModelPublished(): Promise<void> {
    await this.training.follow();
  }

  @OnRpc(trainModel)
  async train({ upload }: TrainModel): Promise<TrainingStatus> {
    const before = await this.status();
    this.training.requestTraining(upload);
    return before;
  }

  @OnRpc(trainingStatus)
  async status(): Promise<TrainingStatus> {
    const published = await this.store.published();
    const { modelId, since } = published ?? {};
    return {
      ...(modelId && since && { serving: { modelId, since: since.toISOString() } }),
      ...(await this.lease.status()),
    };
  }

  @OnRpc(rollBackModel)
  async rollBack(): Promise<TrainingStatus> {
    await this.training.rollBack();
    return this.status();
  }
}
