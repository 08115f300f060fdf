import type { ServiceName } from '#contracts/protocol/rpc.js';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { readEnvironment } from './config/environment.js';
import { BroadcastServer, EventsServer } from './messaging/events.server.js';
import { startMetrics } from './observability/metrics.js';
import { broadcastQueue, eventQueue, rpcQueue } from './messaging/rmq.options.js';
import { RpcServer } from './messaging/rpc.server.js';
import { stepBack } from './process/step-back.js';
import { answerWhileStarting } from './http/starting.server.js';

/**
 * On a machine that all parts share, those come first whom somebody waits for: the gateway (0), then saves, then what follows
 * a save. Lists that are ready are read at the speed of the gateway and Redis alone.
 */
const NICE: Record<ServiceName, number> = { users: 5, catalog: 8, recommender: 8 };

/**
 * Runs one of the services behind the gateway: answers health over HTTP at once, metrics as soon as its database is
 * there, its calls and its events as soon as the broker is. SIGTERM and SIGINT drain it.
 *
 * @param broadcasts    whether it has handlers that every replica needs
 * @param eventsAtOnce  how many events a replica takes in hand
 */
export async function startService(
  module: Type,
  service: ServiceName,
  { broadcasts = false, eventsAtOnce = undefined as number | undefined } = {},
): Promise<NestFastifyApplication> {
  startMetrics(service);
  const {
    HEALTH_PORT,
    HOST,
    RABBITMQ_URL: url,
    EVENT_RETRY_DELAYS_MS: delays,
    STEP_BACK,
  } = readEnvironment();
  if (STEP_BACK === 'on') stepBack(NICE[service]);
  const starting = await answerWhileStarting(HEALTH_PORT, HOST);
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), {
    bufferLogs: true,
  });
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  // Before it listens, so that it is not ready until it consumes.
  app.connectMicroservice({ strategy: new RpcServer(rpcQueue(url, service)) });
  app.connectMicroservice({ strategy: new EventsServer(eventQueue(url, service, eventsAtOnce), delays) });
  if (broadcasts) app.connectMicroservice({ strategy: new BroadcastServer(broadcastQueue(url, service)) });
  await starting.stop();
  await app.listen(starting.port, HOST);
  // Asked to end meanwhile, it has no address any more when it has connected.
  const address = await app.getUrl();
  await app.startAllMicroservices();
  app.get(Logger).log(`${service} is ready; health at ${address}/health/ready`);
  return app;
}
