import { Module } from '@nestjs/common';
import { MoviesModule } from '../movies/movies.module.js';
import { NamesModule } from '../names/names.module.js';
import { HistoryController } from './history.controller.js';
import { HistoryMatcher } from './history.matcher.js';

@Module({
  imports: [MoviesModule, NamesModule],
  controllers: [HistoryController],
  providers: [HistoryMatcher],
})
export class HistoryModule {}
