import { applyDecorators } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiResponse, DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { Problem } from './problem.filter.js';

const BASE_PATH = 'api/v1';
const OPERATOR_ROUTES = ['health/live', 'health/ready', 'metrics'];

const STATUS_DESCRIPTIONS: Record<number, string> = {
  400: 'Something in the request is wrong; `errors` names each field',
  401: 'No valid access token or credentials',
  403: 'The password is wrong',
  404: 'There is no such film',
  409: 'The e-mail is taken',
  413: 'Too large',
  429: 'Too many requests; see Retry-After',
  503: 'A needed part is not reachable; see Retry-After',
};

/** Documents the problems that a route can answer with. */
export function ApiProblems(...statuses: number[]) {
  return applyDecorators(
    ...statuses.map((status) =>
      ApiResponse({
        status,
        description: STATUS_DESCRIPTIONS[status],
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      }),
    ),
  );
}

/** Puts all routes but those for operators below the versioned base path. */
export function setBasePath(app: NestFastifyApplication): void {
  app.setGlobalPrefix(BASE_PATH, { exclude: OPERATOR_ROUTES });
}

/** Swagger UI at /docs, the OpenAPI document at /docs-json. */
export function serveDocumentation(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => documentOf(app), {
    jsonDocumentUrl: 'docs-json',
    swaggerOptions: { persistAuthorization: true },
  });
}

/** The OpenAPI document of the gateway's controllers. */
export function documentOf(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('movie-recommender')
    .setDescription(
      'Rate a few films and get a list made for you, with the reason for every title. ' +
        'Register or log in, then give the access token to “Authorize”. Errors are RFC 9457 problem details.',
    )
    .setVersion('1')
    .addBearerAuth()
    .addCookieAuth('refresh_token')
    .addTag('auth', 'Accounts and sessions')
    .addTag('movies', 'The catalogue; no account needed')
    .addTag('me', 'My ratings, lists and recommendations')
    .build();
  return SwaggerModule.createDocument(app, config, { extraModels: [Problem] });
}
