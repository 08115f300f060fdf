import { PlotIndex } from '#plots/plot.index.js';
import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { Module } from '@nestjs/common';
import { ListsModule } from '../lists/lists.module.js';
import { ModelModule } from '../model/model.module.js';
import { ProfilesModule } from '../profiles/profiles.module.js';
import { DataWatch } from './data.watch.js';
import { ModelPublisher } from './model.publisher.js';
import { ModelTrainer } from './model.trainer.js';
import { PlotVectors } from './plot.vectors.js';
import { TrainingController } from './training.controller.js';
import { TrainingLease } from './training.lease.js';
import { TrainingLoop } from './training.loop.js';
import { TrainingSchedule } from './training.schedule.js';

/** When to train, training, and putting a model into service. */
@Module({
  imports: [MessagingModule, ListsModule, ModelModule, ProfilesModule],
  controllers: [TrainingController],
  providers: [
    DataWatch,
    ModelPublisher,
    ModelTrainer,
    PlotIndex,
    PlotVectors,
    TrainingLease,
    TrainingLoop,
    TrainingSchedule,
  ],
  exports: [PlotVectors, TrainingLoop],
})
export class TrainingModule {}
