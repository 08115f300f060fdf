import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { HEALTH_CHECKS, HealthController, type HealthCheck } from '#platform/http/health.controller.js';
import { pingMongo } from '#platform/stores/mongo.module.js';
import { PlotIndex } from '#plots/plot.index.js';
import { ReadyLists } from '#lists/ready-lists.js';
import { RedisModule } from '#platform/stores/redis.module.js';
import { Module } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { MovieCatalogue } from './profiles/movie.catalogue.js';
import { ListMaker } from './lists/list.maker.js';
import { ListRefresher } from './lists/list.refresher.js';
import { CurrentModel } from './model/current.model.js';
import { ModelFiles } from './model/model.files.js';
import { ModelRepository } from './model/model.repository.js';
import { ModelStore } from './model/model.store.js';
import { ModelSwitch } from './model/model.switch.js';
import { ModelTrainer } from './training/model.trainer.js';
import { EventsController } from './events.controller.js';
import { PlotVectors } from './training/plot.vectors.js';
import { ReadModelModule } from './profiles/read-model.module.js';
import { RecommenderController } from './lists/lists.controller.js';
import { TrainingController } from './training/training.controller.js';
import { TrainingLease } from './training/training.lease.js';
import { TrainingSchedule } from './training/training.schedule.js';

@Module({
  imports: [ReadModelModule, RedisModule],
  controllers: [EventsController, RecommenderController, TrainingController, HealthController],
  providers: [
    CurrentModel,
    EventPublisher,
    MovieCatalogue,
    ListMaker,
    ListRefresher,
    ModelFiles,
    ModelRepository,
    ModelStore,
    ModelSwitch,
    ModelTrainer,
    PlotIndex,
    PlotVectors,
    ReadyLists,
    TrainingLease,
    TrainingSchedule,
    {
      provide: HEALTH_CHECKS,
      inject: [getConnectionToken(), CurrentModel],
      useFactory: (mongo: Connection, model: CurrentModel): HealthCheck[] => [
        { name: 'mongodb', check: () => pingMongo(mongo) },
        { name: 'model', check: async () => model.get() },
      ],
    },
  ],
})
export class RecommenderModule {}
