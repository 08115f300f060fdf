import { HEALTH_CHECKS, HealthController, type HealthCheck } from '#platform/http/health.controller.js';
import { loggerModule } from '#platform/observability/logging.js';
import { pingMongo } from '#platform/stores/mongo.module.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Module } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { BackgroundWork } from './background.work.js';
import { CatalogStoreModule } from './catalog-store.module.js';
import { CatalogController } from './catalog.controller.js';
import { GenreCounts } from './movies/genre.counts.js';
import { HistoryMatcher } from './history/history.matcher.js';
import { MovieReader } from './movies/movie.reader.js';
import { MovieSearch } from './search/movie.search.js';
import { PlotIndexGauge } from './search/plot-index.gauge.js';
import { QueryEmbedder } from './search/query.embedder.js';
import { RatingProjection } from './ratings/rating.projection.js';
import { RatingBackfill } from './ratings/rating.backfill.js';
import { RatingStats } from './ratings/rating.stats.js';
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
    RatingProjection,
    RatingBackfill,
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
