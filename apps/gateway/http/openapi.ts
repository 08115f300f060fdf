import { documentWith } from '#contracts/protocol/documented.js';
import { HealthController } from '#platform/http/health.controller.js';
import { applyDecorators } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  ApiExcludeController,
  ApiProperty,
  ApiResponse,
  DocumentBuilder,
  type OpenAPIObject,
  SwaggerModule,
} from '@nestjs/swagger';
import { Problem, PROBLEM_JSON } from './problem.js';

// Before any controller takes fields of a contract for a body of its own.
documentWith(ApiProperty);
ApiExcludeController()(HealthController);

export const BASE_PATH = 'api/v1';
const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const;
/** Names of a security scheme and of what operations say besides. */
export const PERSONAL_TOKEN = 'personal-token';
export const TOKEN_SCOPE = 'x-token-scope';
export const SHOWN_ONCE = 'x-shown-once';

/** Without the base path: routes for operators, and the one for assistants. */
const BARE_ROUTES = ['health/live', 'health/ready', 'metrics', 'mcp'];

const STATUS_DESCRIPTIONS: Record<number, string> = {
  400: 'Something in the request is wrong; `errors` names each field',
  401: 'No valid access token or credentials',
  403: 'The password is wrong, another site’s page asks, or the personal token does not allow it',
  404: 'There is no such film or entry',
  408: 'The request did not come within 30 seconds',
  409: 'The e-mail is taken, there are as many as there may be, or the first request with this key still runs',
  413: 'Too large',
  415: 'The body is not of the kind that is expected here',
  422: 'The Idempotency-Key was used for another request',
  429: 'Too many requests; see Retry-After',
  431: 'The headers are too large',
  503: 'A needed part is not reachable, or there is too much to do; see Retry-After',
};

/** What any route may answer, besides what its decorators say: to whoever calls it, and to requests with a body. */
const OF_ALL = [400, 408, 429, 431, 503];
const WITH_BODY = [413, 415];
const WITH_TOKEN = [401];
const WITH_BEARER = [403];
const WITH_KEY = [409, 422];

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  required: false,
  description:
    'A repeat with the same key within a day gets the first answer, with `Idempotent-Replay: true`; 401, 408, 429 and errors ' +
    'from 500 on are not kept. While the store of answers is away every request runs.',
  schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[\\x21-\\x7e]+$' },
};

/** Documents the problems that a route can answer with, besides those of all routes. */
export function ApiProblems(...statuses: number[]) {
  return applyDecorators(...statuses.map((status) => ApiResponse({ status, ...problemResponse(status) })));
}

function problemResponse(status: number) {
  return {
    description: STATUS_DESCRIPTIONS[status],
    content: { [PROBLEM_JSON]: { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

function addCommonProblems(document: OpenAPIObject): void {
  for (const item of Object.values(document.paths))
    for (const method of METHODS) {
      const operation = item[method];
      if (!operation) continue;
      const needsBearer = operation.security?.some((scheme) => 'bearer' in scheme);
      sayScope(operation);
      const repeatable = method !== 'get' && needsBearer && !extension(operation, SHOWN_ONCE);
      if (repeatable) operation.parameters = [...(operation.parameters ?? []), IDEMPOTENCY_KEY];
      const statuses = [
        ...(repeatable ? WITH_KEY : []),
        ...OF_ALL,
        ...(operation.security ? WITH_TOKEN : []),
        ...(needsBearer ? WITH_BEARER : []),
        ...(method === 'get' ? [] : WITH_BODY),
      ];
      for (const status of statuses) operation.responses[status] ??= problemResponse(status);
    }
}

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const extension = (operation: Operation, name: string) =>
  (operation as unknown as Record<string, unknown>)[name];

function sayScope(operation: Operation): void {
  const scope = extension(operation, TOKEN_SCOPE);
  if (typeof scope !== 'string') return;
  operation.description = [operation.description, `A personal token needs the scope \`${scope}\`.`]
    .filter(Boolean)
    .join(' ');
}

/** Puts all routes but the bare ones below the versioned base path. */
export function setBasePath(app: NestFastifyApplication): void {
  app.setGlobalPrefix(BASE_PATH, { exclude: BARE_ROUTES });
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
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'mr_…',
        description:
          'A personal token (`POST /me/tokens`) with the scope that the route names as `x-token-scope`.',
      },
      PERSONAL_TOKEN,
    )
    .addCookieAuth('refresh_token')
    .addTag('auth', 'Accounts and sessions')
    .addTag('movies', 'The catalogue; no account needed')
    .addTag('me', 'My ratings, lists and recommendations')
    .addTag('hooks', 'What media servers send')
    .addTag('feeds', 'What feed readers read')
    .build();
  const document = SwaggerModule.createDocument(app, config, { extraModels: [Problem] });
  addCommonProblems(document);
  return document;
}
