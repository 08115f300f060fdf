import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { Module } from '@nestjs/common';
import { MoviesModule } from '../movies/movies.module.js';
import { PlotIndexer } from '../search/plot.indexer.js';
import { SearchModule } from '../search/search.module.js';
import { FilmFollower } from './film.follower.js';
import { SyncModule } from './sync.module.js';

/** Follows TMDB while the service runs. */
@Module({
  imports: [MessagingModule, MoviesModule, SearchModule, SyncModule],
  providers: [PlotIndexer, FilmFollower],
})
export class FollowModule {}
