import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { GatewayModule } from './gateway.module.js';
import { documentOf, moveRoutes } from './http/openapi.js';

/** The OpenAPI document of a gateway that is never started and connects to nothing. */
export async function openApiDocument(): Promise<OpenAPIObject> {
  const app = await NestFactory.create<NestFastifyApplication>(GatewayModule, new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  moveRoutes(app);
  return documentOf(app);
}
