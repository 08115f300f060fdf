import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { AppError, type ErrorCode } from '#contracts/protocol/app.error.js';
import { acceptableCorrelationId } from '#platform/observability/correlation.js';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyHttpOptions } from 'fastify';
import { LANGUAGES } from '../language/language.js';
import { fromFramework } from './framework.errors.js';
import { problem, PROBLEM_JSON, sendProblem } from './problem.js';

const BODY_LIMIT = 1024 * 1024;
/** How long a client may take to send a request: its head, and all of it. Answers, and streams of news, may take longer. */
const HEAD_MS = 10_000;
const REQUEST_MS = 30_000;
/** How often Node looks for requests that take longer. */
const LOOK_MS = 1000;

const CODE_OF_CLIENT_ERROR: Record<string, ErrorCode> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
  HPE_HEADER_OVERFLOW: 'headers_too_large',
};

/** The HTTP server: what clients may send and how long they may take; every refusal is a problem document. */
export function httpServer(
  trustedProxies: number,
  { requestMs = REQUEST_MS, lookMs = LOOK_MS } = {},
): FastifyAdapter {
  const options: FastifyHttpOptions<Server> = {
    bodyLimit: BODY_LIMIT,
    requestTimeout: requestMs,
    http: { headersTimeout: Math.min(HEAD_MS, requestMs), connectionsCheckingInterval: lookMs },
    trustProxy: (_address: string, hop: number) => hop < trustedProxies,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, _request, reply) =>
      sendProblem(reply, fromFramework(error) ?? new AppError('validation_failed')),
    clientErrorHandler: refuseConnection,
    genReqId: (request: IncomingMessage) => {
      const given = request.headers['x-correlation-id'];
      return acceptableCorrelationId(given) ? given : randomUUID();
    },
  };
  const adapter = new FastifyAdapter<Server>(options);
  const server = adapter.getHttpServer() as Server;
  // Node would answer 417 by itself, without a body; a server may as well ignore what a client expects.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  return adapter;
}

/** Answers what is no request, or comes too slowly, straight on the connection, and closes it. */
function refuseConnection(error: Error & { code?: string; rawPacket?: unknown }, socket: Socket): void {
  // Node's own mark for the answer that is under way on a connection: bytes of ours in its middle would garble it.
  const { _httpMessage: answer } = socket as Socket & { _httpMessage?: ServerResponse };
  if (!socket.writable || error.code === 'ECONNRESET' || answer?.headersSent) {
    socket.destroy();
    return;
  }
  const refusal = new AppError(CODE_OF_CLIENT_ERROR[error.code ?? ''] ?? 'validation_failed');
  const body = problem(refusal, LANGUAGES[0]);
  const text = JSON.stringify(body);
  const asksForHead = String(error.rawPacket).startsWith('HEAD ');
  socket.end(
    `HTTP/1.1 ${body.status} ${body.title}\r\ncontent-type: ${PROBLEM_JSON}\r\n` +
      `content-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${asksForHead ? '' : text}`,
    () => socket.destroy(),
  );
}
