import { EnvironmentModule } from '#platform/config/environment.module.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { mongoModule } from '#platform/stores/mongo.module.js';
import { PlotIndex } from '#plots/plot.index.js';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { DeletedUserRecord, deletedUserSchema } from './ratings/deleted-user.schema.js';
import { FillRecord, fillSchema } from './ratings/backfill.schema.js';
import { Ingestion } from './movies/ingestion.js';
import { MovieRecord, movieSchema } from './movies/movie.schema.js';
import { MovieViews } from './movies/movie.views.js';
import { MoviesRelay } from './movies/movies.relay.js';
import { PlotFiller } from './search/plot.indexer.js';
import { RatingRecord, ratingSchema } from './ratings/rating.schema.js';

/** The catalogue's data and what changes it: enough for a command, and the ground the service stands on. */
@Module({
  imports: [
    EnvironmentModule,
    mongoModule('catalog'),
    MongooseModule.forFeature([
      { name: MovieRecord.name, schema: movieSchema },
      { name: RatingRecord.name, schema: ratingSchema },
      { name: DeletedUserRecord.name, schema: deletedUserSchema },
      { name: FillRecord.name, schema: fillSchema },
    ]),
  ],
  providers: [EventPublisher, PlotIndex, MovieViews, MoviesRelay, Ingestion, PlotFiller],
  exports: [MongooseModule, EventPublisher, PlotIndex, MovieViews, MoviesRelay, Ingestion, PlotFiller],
})
export class CatalogStoreModule {}
