import { RedisModule } from '#platform/stores/redis.module.js';
import { Module } from '@nestjs/common';
import { MovieCards } from './movie.cards.js';
import { PendingChanges } from './pending.changes.js';
import { ReadyLists } from './ready-lists.js';

@Module({
  imports: [RedisModule],
  providers: [MovieCards, PendingChanges, ReadyLists],
  exports: [MovieCards, PendingChanges, ReadyLists],
})
export class ReadyListsModule {}
