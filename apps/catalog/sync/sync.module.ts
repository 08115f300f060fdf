import { EnvironmentModule } from '#platform/config/environment.module.js';
import { RedisModule } from '#platform/stores/redis.module.js';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { MoviesModule } from '../movies/movies.module.js';
import { FilmSync } from './film.sync.js';
import { SyncLease } from './sync.lease.js';
import { SyncQueue } from './sync.queue.js';
import { SyncState, syncStateSchema, TrackedFilm, trackedFilmSchema } from './sync.schema.js';
import { TmdbClient } from './tmdb.client.js';
import { TmdbFilms } from './tmdb.films.js';
import { TmdbPace } from './tmdb.pace.js';

/** Starts no recurring work, so commands can use it. */
@Module({
  imports: [
    EnvironmentModule,
    RedisModule,
    MoviesModule,
    MongooseModule.forFeature([
      { name: TrackedFilm.name, schema: trackedFilmSchema },
      { name: SyncState.name, schema: syncStateSchema },
    ]),
  ],
  providers: [TmdbPace, TmdbClient, TmdbFilms, SyncQueue, SyncLease, FilmSync],
  exports: [SyncLease, FilmSync, SyncQueue],
})
export class SyncModule {}
