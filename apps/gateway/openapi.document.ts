import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { GatewayModule } from './gateway.module.js';
import { documentOf, setBasePath } from './http/openapi.js';

/** The gateway's OpenAPI document, without starting it or connecting to anything. */
export async function openApiDocument(): Promise<OpenAPIObject> {
  const app = await NestFactory.create<NestFastifyApplication>(GatewayModule, new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  setBasePath(app);
  return documentOf(app);
}
