import { ReadyListsModule } from '#lists/ready-lists.module.js';
import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { Module } from '@nestjs/common';
import { ModelModule } from '../model/model.module.js';
import { ProfilesModule } from '../profiles/profiles.module.js';
import { CardWriter } from './card.writer.js';
import { ListCheck } from './list.check.js';
import { ListMaker } from './list.maker.js';
import { ListRefresher } from './list.refresher.js';
import { ListSweep } from './list.sweep.js';
import { ListsController } from './lists.controller.js';
import { RequestedLists } from './requested.lists.js';

/** Lists made from a profile and the model, and kept ready. */
@Module({
  imports: [MessagingModule, ModelModule, ProfilesModule, ReadyListsModule],
  controllers: [ListsController],
  providers: [CardWriter, ListCheck, ListMaker, ListRefresher, ListSweep, RequestedLists],
  exports: [CardWriter, ListMaker, ListRefresher, ListSweep, RequestedLists],
})
export class ListsModule {}
