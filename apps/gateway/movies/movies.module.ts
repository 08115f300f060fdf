import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { Module } from '@nestjs/common';
import { ThrottleModule } from '../throttle/throttle.module.js';
import { KnownMovies } from './known-movies.js';
import { GenresController, MoviesController } from './movies.controller.js';

@Module({
  imports: [MessagingModule, ThrottleModule],
  controllers: [MoviesController, GenresController],
  providers: [KnownMovies],
  exports: [KnownMovies],
})
export class MoviesModule {}
