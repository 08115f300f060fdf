import { Module } from '@nestjs/common';
import { ProfilesModule } from '../profiles/profiles.module.js';
import { CurrentModel } from './current.model.js';
import { ModelFiles } from './model.files.js';
import { ModelRepository } from './model.repository.js';
import { ModelStore } from './model.store.js';
import { ModelSwitch } from './model.switch.js';

/** The model that serves, and where models are kept. */
@Module({
  imports: [ProfilesModule],
  providers: [CurrentModel, ModelFiles, ModelRepository, ModelStore, ModelSwitch],
  exports: [CurrentModel, ModelRepository, ModelStore, ModelSwitch],
})
export class ModelModule {}
