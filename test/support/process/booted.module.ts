import { randomUUID } from 'node:crypto';
import { Environment } from '#platform/config/environment.js';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { address } from './eventually.js';
import { SilentLogger } from './silent.logger.js';

/** A name that no other suite's databases have. */
export const ownPrefix = () => `test-${randomUUID().slice(0, 8)}-`;

/** A service's module in this process, on the run's stores unless `settings` name others. */
export async function bootModule(
  module: Type,
  settings: Partial<Environment>,
): Promise<INestApplicationContext> {
  const environment = Object.assign(new Environment(), {
    RABBITMQ_URL: address('RABBITMQ_URL'),
    MONGODB_URI: address('MONGODB_URI'),
    LOG_LEVEL: 'silent',
    ...settings,
  });
  const testing = await Test.createTestingModule({ imports: [module] })
    .overrideProvider(Environment)
    .useValue(environment)
    .setLogger(new SilentLogger())
    .compile();
  return testing.init();
}
