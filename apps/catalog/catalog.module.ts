import { HEALTH_CHECKS, HealthController, type HealthCheck } from '#platform/health.controller.js';
import { loggerModule } from '#platform/logging.js';
import { pingMongo } from '#platform/mongo.module.js';
import { RpcClient } from '#platform/rpc.client.js';
import { Module } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { BackgroundWork } from './background.work.js';
import { CatalogStoreModule } from './catalog-store.module.js';
import { CatalogController } from './catalog.controller.js';
import { GenreCounts } from './genre.counts.js';
import { HistoryMatcher } from './history.matcher.js';
import { MovieReader } from './movie.reader.js';
import { MovieSearch } from './movie.search.js';
import { PlotIndexGauge } from './plot-index.gauge.js';
import { QueryEmbedder } from './query.embedder.js';
import { RatingBook } from './rating.book.js';
import { RatingFiller } from './rating.filler.js';
import { RatingStats } from './rating.stats.js';
import { RatingsConsumer } from './ratings.consumer.js';

@Module({
  imports: [loggerModule('catalog'), CatalogStoreModule],
  controllers: [CatalogController, RatingsConsumer, HealthController],
  providers: [
    MovieReader,
    MovieSearch,
    GenreCounts,
    HistoryMatcher,
    QueryEmbedder,
    RpcClient,
    RatingBook,
    RatingFiller,
    RatingStats,
    BackgroundWork,
    PlotIndexGauge,
    {
      provide: HEALTH_CHECKS,
      inject: [getConnectionToken()],
      useFactory: (mongo: Connection): HealthCheck[] => [{ name: 'mongodb', check: () => pingMongo(mongo) }],
    },
  ],
})
export class CatalogModule {}
