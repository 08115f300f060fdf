import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import { type Environment, readEnvironment } from '#platform/config/environment.js';
import { EventsServer } from '#platform/messaging/events.server.js';
import { broadcastQueue } from '#platform/messaging/rmq.options.js';
import { enterCorrelation } from '#platform/observability/correlation.js';
import { httpDuration, startMetrics } from '#platform/observability/metrics.js';
import { logRequests } from '#platform/observability/request.log.js';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { GatewayModule } from './gateway.module.js';
import { compressAnswers } from './http/compression.js';
import { CONNECT_TO_IMAGES, secureAnswers, webAppPolicy } from './http/content-security.js';
import { setBasePath, serveDocumentation } from './http/openapi.js';
import { boundRequests } from './http/request.bounds.js';
import { requestValidation } from './http/request.validation.js';
import { FastLane } from './kept/fast.lane.js';
import { shedLoad } from './load/load.shedding.js';
import { httpServer } from './http/server.js';
import { serveWebApp } from './http/web-app.js';
import { MoviePreviews } from './movies/movie-previews.js';

const UPLOAD_LIMIT = 10 * 1024 * 1024;

/** Starts the public REST API. Listens without waiting for the broker. */
export async function startGateway(): Promise<NestFastifyApplication> {
  startMetrics('gateway');
  const environment = readEnvironment();
  const adapter = httpServer(environment.TRUSTED_PROXIES);
  const server = adapter.getInstance();
  // Nest hangs its own hooks into the server as it makes the application, and hooks run in order.
  logRequests(server);
  const first: { lane?: FastLane } = {};
  server.addHook('onRequest', (request, reply, done) => {
    if (first.lane) first.lane.take(request, reply, done);
    else done();
  });
  shedLoad(server, environment.RPC_TIMEOUT_MS);
  const app = await NestFactory.create<NestFastifyApplication>(GatewayModule, adapter, { bufferLogs: true });
  first.lane = app.get(FastLane);
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  await register(app, environment);
  setBasePath(app);
  app.useGlobalPipes(requestValidation());
  serveDocumentation(app);
  const movies = app.get(MoviePreviews);
  const link = environment.POSTERS === 'on' ? CONNECT_TO_IMAGES : undefined;
  if (!(await serveWebApp(server, (id, reader) => movies.of(id, reader), { link })))
    app.get(Logger).warn('the web app is not built: `npm run build` builds it');
  app.connectMicroservice({
    strategy: new EventsServer(broadcastQueue(environment.RABBITMQ_URL, 'gateway'), []),
  });
  await app.listen(environment.PORT, environment.HOST);
  app.get(Logger).log(`gateway is ready at ${await app.getUrl()}, Swagger UI at /docs`);
  await app.startAllMicroservices();
  return app;
}

async function register(app: NestFastifyApplication, environment: Environment): Promise<void> {
  await app.register(cookie);
  await app.register(multipart, { limits: { fileSize: UPLOAD_LIMIT, files: 1, fields: 5 } });
  const server = app.getHttpAdapter().getInstance();
  secureAnswers(server, {
    strictTransportSecurity: environment.NODE_ENV === 'production',
    contentSecurityPolicy: webAppPolicy(environment.POSTERS === 'on'),
  });
  await compressAnswers(server);
  app.get(FastLane).keepSent(server);
  server.addHook('onRequest', (request, reply, done) => {
    enterCorrelation(request.id);
    reply.header('x-correlation-id', request.id);
    done();
  });
  boundRequests(server);
  server.addHook('onResponse', (request, reply, done) => {
    const labels = {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
    };
    httpDuration.observe(labels, reply.elapsedTime / 1000);
    done();
  });
}
