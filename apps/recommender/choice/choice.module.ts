import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { Module } from '@nestjs/common';
import { ListsModule } from '../lists/lists.module.js';
import { ModelModule } from '../model/model.module.js';
import { ProfilesModule } from '../profiles/profiles.module.js';
import { Candidates } from './candidates.js';
import { ChoiceController } from './choice.controller.js';
import { MovieScales } from './movie.scales.js';

/** One movie weighed, and a few to choose from. */
@Module({
  imports: [MessagingModule, ModelModule, ProfilesModule, ListsModule],
  controllers: [ChoiceController],
  providers: [Candidates, MovieScales],
})
export class ChoiceModule {}
