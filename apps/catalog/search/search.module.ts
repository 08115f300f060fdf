import { PlotIndex } from '#plots/plot.index.js';
import { Module } from '@nestjs/common';
import { MoviesModule } from '../movies/movies.module.js';
import { NamesModule } from '../names/names.module.js';
import { MoodSearch } from './mood.search.js';
import { MovieSearch } from './movie.search.js';
import { PlotIndexGauge } from './plot-index.gauge.js';
import { QueryEmbedder } from './query.embedder.js';
import { SearchController } from './search.controller.js';

/** Loads the embedding model when the service starts. */
@Module({
  imports: [MoviesModule, NamesModule],
  controllers: [SearchController],
  providers: [PlotIndex, MovieSearch, MoodSearch, QueryEmbedder, PlotIndexGauge],
  exports: [PlotIndex, QueryEmbedder],
})
export class SearchModule {}
