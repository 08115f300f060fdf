import { AppError } from '#contracts/protocol/app.error.js';
import { SCOPES } from '#contracts/users/tokens.rpc.js';
import { correlationId } from '#platform/observability/correlation.js';
import { Controller, Delete, Get, Post, Req, Res } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type CurrentSession, Session } from '../http/current-user.decorator.js';
import { BASE_PATH } from '../http/openapi.js';
import { AnyScope } from '../tokens/scope.decorator.js';
import { answerMcp, queryText } from './mcp.server.js';
import type { ApiAnswer } from './tool.answer.js';
import type { ApiRequest } from './tool.list.js';

/**
 * The Model Context Protocol, for assistants with a personal token. Each tool is a request to this same gateway with the same
 * token, so scopes, limits and checks of what is sent are those of the API.
 */
@ApiExcludeController()
@AnyScope()
@Controller('mcp')
export class McpController {
  constructor(private readonly host: HttpAdapterHost) {}

  @Post()
  async post(
    @Req() request: FastifyRequest,
    @Session() { scopes = SCOPES }: CurrentSession,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    const answer = await answerMcp(asWebRequest(request), request.body, {
      scopes,
      hasRoute: (route, method) => server.hasRoute({ method, url: `/${BASE_PATH}${route}` }),
      ask: (asked) => ask(server, request, asked),
    });
    const text = await answer.text();
    void reply.status(answer.status).headers(Object.fromEntries(answer.headers));
    await reply.send(text === '' ? null : text);
  }

  /** The server has nothing to tell of its own accord, and keeps no session that could end. */
  @Get()
  get(): never {
    throw new AppError(
      'method_not_allowed',
      'Send messages by POST: there is no stream and no session here.',
    );
  }

  @Delete()
  end(): never {
    throw new AppError('method_not_allowed', 'There is no session here that could end.');
  }
}

function asWebRequest({ method, headers, protocol, host }: FastifyRequest): Request {
  const texts = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' && name !== 'content-length' ? [[name, value] as [string, string]] : [],
  );
  // Its body has been read already.
  return new Request(`${protocol}://${host}/mcp`, { method, headers: texts, body: '{}' });
}

async function ask(
  server: FastifyInstance,
  { headers, ip }: FastifyRequest,
  { method, path, query, body }: ApiRequest,
): Promise<ApiAnswer> {
  const { statusCode, payload } = await server.inject({
    method,
    url: `/${BASE_PATH}${path}${queryText(query)}`,
    remoteAddress: ip,
    headers: {
      authorization: headers.authorization,
      'accept-language': headers['accept-language'],
      'x-correlation-id': correlationId(),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { payload: JSON.stringify(body) }),
  });
  return { status: statusCode, ...(payload !== '' && { body: JSON.parse(payload) as unknown }) };
}
