import { RedisModule } from '#platform/stores/redis.module.js';
import { Module } from '@nestjs/common';
import { ListStanding } from './list.standing.js';
import { ListTrust } from './list.trust.js';
import { MovieCards } from './movie.cards.js';
import { PendingChanges } from './pending.changes.js';
import { ReadyLists } from './ready-lists.js';

@Module({
  imports: [RedisModule],
  providers: [ListStanding, ListTrust, MovieCards, PendingChanges, ReadyLists],
  exports: [ListStanding, ListTrust, MovieCards, PendingChanges, ReadyLists],
})
export class ReadyListsModule {}
