import { EnvironmentModule } from '#platform/config/environment.module.js';
import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { mongoModule } from '#platform/stores/mongo.module.js';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { Ingestion } from './ingestion.js';
import { MovieDocument, movieSchema } from './movie.schema.js';
import { MovieViews } from './movie.views.js';
import { MoviesRelay } from './movies.relay.js';

/** The movies, and what loads and publishes them. Starts no recurring work, so commands can use it. */
@Module({
  imports: [
    EnvironmentModule,
    MessagingModule,
    mongoModule('catalog'),
    MongooseModule.forFeature([{ name: MovieDocument.name, schema: movieSchema }]),
  ],
  providers: [MovieViews, Ingestion, MoviesRelay],
  exports: [MongooseModule, MovieViews, Ingestion, MoviesRelay],
})
export class MoviesModule {}
