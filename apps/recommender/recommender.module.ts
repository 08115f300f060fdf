import { EventPublisher } from '#platform/event.publisher.js';
import { HEALTH_CHECKS, HealthController, type HealthCheck } from '#platform/health.controller.js';
import { pingMongo } from '#platform/mongo.module.js';
import { PlotIndex } from '#platform/plot.index.js';
import { RecommendationCache } from '#platform/recommendation.cache.js';
import { RedisModule } from '#platform/redis.module.js';
import { Module } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { FilmCatalogue } from './film.catalogue.js';
import { ListMaker } from './list.maker.js';
import { ListRefresher } from './list.refresher.js';
import { CurrentModel } from './model.js';
import { ModelFiles } from './model.files.js';
import { ModelShelf } from './model.shelf.js';
import { ModelStore } from './model.store.js';
import { ModelSwitch } from './model.switch.js';
import { ModelTrainer } from './model.trainer.js';
import { NewsController } from './news.controller.js';
import { PlotVectors } from './plot.vectors.js';
import { ReadModelModule } from './read-model.module.js';
import { RecommenderController } from './recommender.controller.js';
import { TrainingController } from './training.controller.js';
import { TrainingLease } from './training.lease.js';
import { TrainingSchedule } from './training.schedule.js';

@Module({
  imports: [ReadModelModule, RedisModule],
  controllers: [NewsController, RecommenderController, TrainingController, HealthController],
  providers: [
    CurrentModel,
    EventPublisher,
    FilmCatalogue,
    ListMaker,
    ListRefresher,
    ModelFiles,
    ModelShelf,
    ModelStore,
    ModelSwitch,
    ModelTrainer,
    PlotIndex,
    PlotVectors,
    RecommendationCache,
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
