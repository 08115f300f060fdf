import type { ServiceName } from '#contracts/protocol/rpc.js';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { readEnvironment } from './config/environment.js';
import { MONGODB, RABBITMQ, requireStores, type StoreCheck } from './stores/store.check.js';

/** Runs a command of a service, and ends the process: with 0, or with 1 and one line that says what is wrong. */
export async function runCommand(service: ServiceName, command: () => Promise<void>): Promise<never> {
  try {
    await command();
    process.exit(0);
  } catch (error) {
    console.error(`${service}: ${(error as Error).message.replace(/\s+/g, ' ')}`);
    process.exit(1);
  }
}

/**
 * Gives a command the providers of a module. The module imports commandLoggerModule, because the terminal is for the
 * command's own words.
 *
 * @param stores  what it needs besides MongoDB and RabbitMQ
 * @throws CommandError when a store cannot be reached
 */
export async function withProviders(
  module: Type,
  work: (providers: INestApplicationContext) => Promise<void>,
  stores: StoreCheck[] = [],
): Promise<void> {
  await requireStores(readEnvironment(), [MONGODB, RABBITMQ, ...stores]);
  // What Nest says before there is a logger would go to the terminal; what fails then is thrown.
  const app = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  app.useLogger(app.get(Logger));
  try {
    await work(app);
  } finally {
    await app.close();
  }
}
