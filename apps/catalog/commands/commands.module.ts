import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { commandLoggerModule } from '#platform/observability/logging.js';
import { PlotIndex } from '#plots/plot.index.js';
import { Module } from '@nestjs/common';
import { MoviesModule } from '../movies/movies.module.js';
import { PlotIndexer } from '../search/plot.indexer.js';

/** What `--initdb` and `--fillchroma` need: no recurring work, and not the model that search loads at its start. */
@Module({
  imports: [commandLoggerModule('catalog'), MessagingModule, MoviesModule],
  providers: [PlotIndex, PlotIndexer],
})
export class CommandsModule {}
