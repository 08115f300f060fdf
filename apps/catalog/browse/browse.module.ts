import { EnvironmentModule } from '#platform/config/environment.module.js';
import { Module } from '@nestjs/common';
import { MoviesModule } from '../movies/movies.module.js';
import { GenreCounts } from './genre.counts.js';
import { MovieReader } from './movie.reader.js';
import { MoviesController } from './movies.controller.js';

/** Answers what is asked about the movies. */
@Module({
  imports: [EnvironmentModule, MoviesModule],
  controllers: [MoviesController],
  providers: [MovieReader, GenreCounts],
})
export class BrowseModule {}
