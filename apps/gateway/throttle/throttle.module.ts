import { Environment } from '#platform/config/environment.js';
import { EnvironmentModule } from '#platform/config/environment.module.js';
import { RedisConnection, RedisModule } from '#platform/stores/redis.module.js';
import { Module } from '@nestjs/common';
import { ThrottlerModule } from '@nestjs/throttler';
import { AccountDelay } from './account.delay.js';
import { digestKey } from './digest.js';
import { EarlyCounts } from './early.counts.js';
import { NetworkLimits } from './network.limits.js';
import { ThrottleCounts } from './throttle.counts.js';

const MINUTE_MS = 60_000;

/** The limits that the throttle guards apply, and where they count. */
@Module({
  imports: [
    EnvironmentModule,
    ThrottlerModule.forRootAsync({
      imports: [EnvironmentModule, RedisModule],
      inject: [Environment, RedisConnection],
      useFactory: (environment: Environment, redis: RedisConnection) => ({
        throttlers: [
          { name: 'address', ttl: MINUTE_MS, limit: environment.THROTTLE_PER_ADDRESS },
          { name: 'user', ttl: MINUTE_MS, limit: environment.THROTTLE_PER_USER },
          { name: 'login', ttl: MINUTE_MS, limit: environment.THROTTLE_LOGINS },
          { name: 'import', ttl: MINUTE_MS, limit: environment.THROTTLE_IMPORTS },
          { name: 'search', ttl: MINUTE_MS, limit: environment.THROTTLE_SEARCHES },
        ],
        storage: new ThrottleCounts(redis, digestKey(environment)),
      }),
    }),
  ],
  providers: [
    NetworkLimits,
    EarlyCounts,
    {
      provide: AccountDelay,
      inject: [Environment, RedisConnection],
      useFactory: (environment: Environment, redis: RedisConnection) =>
        new AccountDelay(redis, digestKey(environment)),
    },
  ],
  exports: [ThrottlerModule, AccountDelay, EarlyCounts, NetworkLimits],
})
export class ThrottleModule {}
