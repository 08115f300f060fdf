import { ReadyListsModule } from '#lists/ready-lists.module.js';
import { EnvironmentModule } from '#platform/config/environment.module.js';
import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { RedisModule } from '#platform/stores/redis.module.js';
import { Module } from '@nestjs/common';
import { MoviesModule } from '../movies/movies.module.js';
import { ThrottleModule } from '../throttle/throttle.module.js';
import { HistoryImport } from './history.import.js';
import { HistoryMatches } from './history.matches.js';
import { ImportDrafts } from './import.drafts.js';
import { ImportPreviews } from './import.previews.js';
import { ImportSaving } from './import.saving.js';
import { ImportsController } from './imports.controller.js';

/** Histories of other services, brought here. */
@Module({
  imports: [EnvironmentModule, RedisModule, MessagingModule, ReadyListsModule, MoviesModule, ThrottleModule],
  controllers: [ImportsController],
  providers: [HistoryImport, HistoryMatches, ImportSaving, ImportDrafts, ImportPreviews],
})
export class ImportsModule {}
