import { withDeadline, withoutDeadline } from '#platform/process/deadline.js';
import type { FastifyInstance } from 'fastify';
import { AdaptiveLimit, type LimitSettings } from './adaptive.limit.js';
import { refuse } from './refusals.js';
import { kindOf, REQUEST_KINDS, type RequestKind } from './request.kind.js';

/** Of one gateway. What is common to all is what the services behind can take; each limit finds its share. */
const SETTINGS: Record<RequestKind, LimitSettings> = {
  save: { min: 4, initial: 16, max: 48, targetMs: 300, queue: 64, waitMs: 1000 },
  read: { min: 8, initial: 32, max: 256, targetMs: 500, queue: 128, waitMs: 1000 },
  search: { min: 2, initial: 8, max: 32, targetMs: 1500, queue: 32, waitMs: 1500 },
  import: { min: 1, initial: 2, max: 4, targetMs: 30_000, queue: 16, waitMs: 10_000 },
  password: { min: 2, initial: 4, max: 8, targetMs: 1500, queue: 16, waitMs: 2000 },
};
/** An upload that still comes, and the two calls that follow it. */
const IMPORT_MS = 150_000;

/**
 * To be called before other hooks are there: in an overload each refusal must cost next to nothing.
 *
 * Refuses what cannot be done in time before anything is queued for it, so that an overload ends with its load: 503 at once,
 * with Retry-After. What is let in has a deadline, after which nobody waits for it and nothing is begun.
 *
 * @param timeoutMs  that a request other than an upload has
 */
export function shedLoad(server: FastifyInstance, timeoutMs: number): void {
  const limits = Object.fromEntries(
    REQUEST_KINDS.map((kind) => [kind, new AdaptiveLimit(SETTINGS[kind])]),
  ) as Record<RequestKind, AdaptiveLimit>;
  // Before the body is read.
  server.addHook('onRequest', (request, reply, done) => {
    const kind = kindOf(request.method, request.routeOptions.url);
    if (kind && limits[kind].isFull) refuse(reply, kind);
    else done();
  });
  // After the body has been read: a client that sends slowly holds no place.
  server.addHook('preHandler', (request, reply, done) => {
    const kind = kindOf(request.method, request.routeOptions.url, request.body);
    if (!kind) return done();
    const deadline = Date.now() + (kind === 'import' ? IMPORT_MS : timeoutMs);
    void limits[kind].enter().then((leave) => {
      if (!leave) return refuse(reply, kind);
      // A client that left while it waited has nothing done for it.
      if (reply.raw.destroyed) return leave(true);
      reply.raw.once('close', () => leave(reply.statusCode !== 503));
      withoutDeadline(() => withDeadline(deadline, done));
    });
  });
}
