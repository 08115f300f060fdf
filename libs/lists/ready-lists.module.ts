import { RedisModule } from '#platform/stores/redis.module.js';
import { Module } from '@nestjs/common';
import { ReadyLists } from './ready-lists.js';

@Module({ imports: [RedisModule], providers: [ReadyLists], exports: [ReadyLists] })
export class ReadyListsModule {}
