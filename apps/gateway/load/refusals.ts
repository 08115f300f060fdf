import { AppError } from '#contracts/protocol/app.error.js';
import { shedRequests } from '#platform/observability/metrics.js';
import { UNLOGGED } from '#platform/observability/request.log.js';
import type { FastifyReply } from 'fastify';
import { problem, PROBLEM_JSON } from '../http/problem.js';
import { languageOf } from '../language/language.js';
import type { RequestKind } from './request.kind.js';

const RETRY_AFTER_SECONDS = '1';
/**
 * A client that asks again at once, whatever Retry-After says, waits as long as that for each refusal, somewhere between these:
 * otherwise three hundred of them take the processor from what was let in, and in step with each other they would take a whole
 * turn of the event loop every time. So many wait at once; beyond it the answer comes at once.
 */
const REFUSAL_MS = [800, 1200] as const;
const MAX_REFUSALS = 2000;
/** Made once: an error's stack is most of what it costs. */
const TOO_MUCH = new AppError('service_unavailable', 'There is too much to do. Try again soon.');

let refusals = 0;

/** Answers 503, a moment later, straight on the connection: no hook, filter or log has work with it. */
export function refuse(reply: FastifyReply, kind: RequestKind): void {
  shedRequests.inc({ kind });
  if (refusals >= MAX_REFUSALS) return send(reply);
  refusals += 1;
  const [soonest, latest] = REFUSAL_MS;
  setTimeout(
    () => {
      refusals -= 1;
      send(reply);
    },
    soonest + Math.random() * (latest - soonest),
  );
}

function send(reply: FastifyReply): void {
  const { raw, request } = reply;
  if (raw.destroyed) return;
  Object.assign(raw, { [UNLOGGED]: true });
  reply.hijack();
  const language = languageOf(request.headers['accept-language']);
  const body = JSON.stringify({ ...problem(TOO_MUCH, language), correlationId: request.id });
  raw
    .writeHead(TOO_MUCH.status, {
      'content-type': PROBLEM_JSON,
      'content-length': Buffer.byteLength(body),
      'content-language': language,
      vary: 'Accept-Language',
      'retry-after': RETRY_AFTER_SECONDS,
      'x-content-type-options': 'nosniff',
      'x-correlation-id': request.id,
    })
    .end(body);
}
