import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { TrackedFilm, trackedFilmSchema } from './sync.schema.js';
import { UnfollowedFilms } from './unfollowed.films.js';

/** For a catalog without a token. */
@Module({
  imports: [MongooseModule.forFeature([{ name: TrackedFilm.name, schema: trackedFilmSchema }])],
  providers: [UnfollowedFilms],
})
export class UnfollowedModule {}
