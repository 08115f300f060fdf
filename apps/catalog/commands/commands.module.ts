import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { commandLoggerModule } from '#platform/observability/logging.js';
import { PlotIndex } from '#plots/plot.index.js';
import { Module } from '@nestjs/common';
import { MoviesModule } from '../movies/movies.module.js';
import { SyncModule } from '../sync/sync.module.js';
import { PlotIndexer } from '../search/plot.indexer.js';

/** What `--initdb`, `--sync` and `--fillchroma` need: no recurring work, and not the model that search loads at its start. */
@Module({
  imports: [commandLoggerModule('catalog'), MessagingModule, MoviesModule, SyncModule],
  providers: [PlotIndex, PlotIndexer],
})
export class CommandsModule {}
