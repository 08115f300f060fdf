import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { Module } from '@nestjs/common';
import { MoviesModule } from '../movies/movies.module.js';
import { RegionServices } from './region.services.js';
import { RegionsController } from './regions.controller.js';

/** Where movies are shown and how countries certify them. */
@Module({
  imports: [MessagingModule, MoviesModule],
  controllers: [RegionsController],
  providers: [RegionServices],
})
export class RegionsModule {}
