import { EnvironmentModule } from '#platform/config/environment.module.js';
import { Module } from '@nestjs/common';
import { ThrottleModule } from '../throttle/throttle.module.js';
import { PosterCache } from './poster.cache.js';
import { PosterSource } from './poster.source.js';
import { PostersController } from './posters.controller.js';

@Module({
  imports: [EnvironmentModule, ThrottleModule],
  controllers: [PostersController],
  providers: [PosterCache, PosterSource],
})
export class PostersModule {}
