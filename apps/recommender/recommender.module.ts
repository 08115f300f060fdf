import { HEALTH_CHECKS, HealthController, type HealthCheck } from '#platform/http/health.controller.js';
import { loggerModule } from '#platform/observability/logging.js';
import { pingMongo } from '#platform/stores/mongo.module.js';
import { Module } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { EventsController } from './events.controller.js';
import { ChoiceModule } from './choice/choice.module.js';
import { ListsModule } from './lists/lists.module.js';
import { CurrentModel } from './model/current.model.js';
import { ModelModule } from './model/model.module.js';
import { ProfilesModule } from './profiles/profiles.module.js';
import { TasteModule } from './taste/taste.module.js';
import { TrainingModule } from './training/training.module.js';

@Module({
  imports: [
    loggerModule('recommender'),
    ProfilesModule,
    ModelModule,
    ListsModule,
    ChoiceModule,
    TasteModule,
    TrainingModule,
  ],
  controllers: [EventsController, HealthController],
  providers: [
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
