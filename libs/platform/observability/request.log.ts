import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PinoLogger } from 'nestjs-pino';
import { withCorrelation } from './correlation.js';

/** A mark for an answer that gets no line of its own, because an overload gives thousands a second; a metric counts them. */
export const UNLOGGED = Symbol('unlogged');

/** Writes a line for each request once its answer has gone or its client has left. To be called before other hooks are there. */
export function logRequests(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    if (!/^\/(health|metrics)/.test(request.url)) reply.raw.once('close', () => log(request, reply));
    done();
  });
}

function log({ raw, id }: FastifyRequest, reply: FastifyReply): void {
  const level = levelOf(reply.raw.statusCode);
  if (UNLOGGED in reply.raw || !PinoLogger.root?.isLevelEnabled(level)) return;
  const responseTime = Math.round(reply.elapsedTime);
  withCorrelation(id, () =>
    PinoLogger.root[level]({ responseTime }, requestLine(raw, reply.raw, responseTime)),
  );
}

/** 503 passes by itself; if it is a fault, whoever ran into it has logged that. */
function levelOf(status: number): 'info' | 'warn' | 'error' {
  if (status === 503) return 'warn';
  return status >= 500 ? 'error' : 'info';
}

/** Secrets that stand in addresses. */
const IN_ADDRESS = /\b(mr(?:hook|feed)?_)[\w-]+/g;

/** What a log says of a request. */
export function requestLine(
  { method, url = '' }: Pick<IncomingMessage, 'method' | 'url'>,
  { statusCode }: Pick<ServerResponse, 'statusCode'>,
  time: number,
): string {
  return `${method} ${url.split('?')[0].replace(IN_ADDRESS, '$1…')} ${statusCode} ${Math.round(time)} ms`;
}
