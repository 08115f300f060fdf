import { EnvironmentModule } from '#platform/config/environment.module.js';
import { RedisModule } from '#platform/stores/redis.module.js';
import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { FirstAnswers } from './first.answers.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';

@Module({
  imports: [EnvironmentModule, RedisModule],
  providers: [FirstAnswers, { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor }],
})
export class IdempotencyModule {}
