import { EnvironmentModule } from '#platform/config/environment.module.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { mongoModule } from '#platform/stores/mongo.module.js';
import { PlotIndex } from '#plots/plot.index.js';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { DeletedUserDocument, deletedUserSchema } from './ratings/deleted-user.schema.js';
import { BackfillDocument, backfillSchema } from './ratings/backfill.schema.js';
import { Ingestion } from './movies/ingestion.js';
import { MovieDocument, movieSchema } from './movies/movie.schema.js';
import { MovieViews } from './movies/movie.views.js';
import { MoviesRelay } from './movies/movies.relay.js';
import { PlotIndexer } from './search/plot.indexer.js';
import { RatingDocument, ratingSchema } from './ratings/rating.schema.js';

/** The catalogue's data and what changes it: enough for a command, and the ground the service stands on. */
@Module({
  imports: [
    EnvironmentModule,
    mongoModule('catalog'),
    MongooseModule.forFeature([
      { name: MovieDocument.name, schema: movieSchema },
      { name: RatingDocument.name, schema: ratingSchema },
      { name: DeletedUserDocument.name, schema: deletedUserSchema },
      { name: BackfillDocument.name, schema: backfillSchema },
    ]),
  ],
  providers: [EventPublisher, PlotIndex, MovieViews, MoviesRelay, Ingestion, PlotIndexer],
  exports: [MongooseModule, EventPublisher, PlotIndex, MovieViews, MoviesRelay, Ingestion, PlotIndexer],
})
export class CatalogStoreModule {}
