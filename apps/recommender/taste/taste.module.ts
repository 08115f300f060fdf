import { Module } from '@nestjs/common';
import { ProfilesModule } from '../profiles/profiles.module.js';
import { TasteController } from './taste.controller.js';

/** What somebody's ratings say of them. */
@Module({ imports: [ProfilesModule], controllers: [TasteController] })
export class TasteModule {}
