import { ReadyListsModule } from '#lists/ready-lists.module.js';
import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { Module } from '@nestjs/common';
import { ImpressionsModule } from '../impressions/impressions.module.js';
import { RecommendationsModule } from '../recommendations/recommendations.module.js';
import { PersonalRows } from './personal.rows.js';
import { RowsController } from './rows.controller.js';
import { Rows } from './rows.js';
import { ServicesRow } from './services.row.js';

@Module({
  imports: [MessagingModule, ReadyListsModule, RecommendationsModule, ImpressionsModule],
  controllers: [RowsController],
  providers: [PersonalRows, Rows, ServicesRow],
})
export class RowsModule {}
