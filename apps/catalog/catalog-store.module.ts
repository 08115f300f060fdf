import { EnvironmentModule } from '#platform/environment.module.js';
import { EventPublisher } from '#platform/event.publisher.js';
import { mongoModule } from '#platform/mongo.module.js';
import { PlotIndex } from '#platform/plot.index.js';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { DeletedUserRecord, deletedUserSchema } from './deleted-user.schema.js';
import { FillRecord, fillSchema } from './fill.schema.js';
import { Ingestion } from './ingestion.js';
import { MovieRecord, movieSchema } from './movie.schema.js';
import { MovieViews } from './movie.views.js';
import { MoviesRelay } from './movies.relay.js';
import { PlotFiller } from './plot.filler.js';
import { RatingRecord, ratingSchema } from './rating.schema.js';

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
