import { ReadyListsModule } from '#lists/ready-lists.module.js';
import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { Module } from '@nestjs/common';
import { KeptModule } from '../kept/kept.module.js';
import { ThrottleModule } from '../throttle/throttle.module.js';
import { KnownMovies } from './known-movies.js';
import { MoviePreviews } from './movie-previews.js';
import { GenresController, MoviesController, RegionsController } from './movies.controller.js';
import { PeopleController } from './people.controller.js';

@Module({
  imports: [KeptModule, MessagingModule, ReadyListsModule, ThrottleModule],
  controllers: [MoviesController, GenresController, RegionsController, PeopleController],
  providers: [KnownMovies, MoviePreviews],
  exports: [KnownMovies],
})
export class MoviesModule {}
