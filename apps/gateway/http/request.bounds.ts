import { AppError } from '#contracts/protocol/app.error.js';
import type { FastifyInstance } from 'fastify';

/** Characters of a request's address, its query included. */
const MAX_ADDRESS = 4096;
/** Levels of lists and objects in a body; what the API takes has three. */
const MAX_LEVELS = 20;

/** Refuses addresses that are too long and bodies that are too deep, before anything walks through them. */
export function boundRequests(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _reply, done) => {
    done(
      request.url.length > MAX_ADDRESS
        ? new AppError('validation_failed', `The address is longer than ${MAX_ADDRESS} characters.`)
        : undefined,
    );
  });
  server.addHook('preValidation', (request, _reply, done) => {
    done(
      isDeeper(request.body, MAX_LEVELS)
        ? new AppError('malformed_json', `The body has more than ${MAX_LEVELS} levels.`)
        : undefined,
    );
  });
}

/** Whether lists and objects stand in each other more than `levels` deep. Level by level: no recursion, whatever comes. */
export function isDeeper(value: unknown, levels: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= levels; depth += 1) {
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? [item] : []));
    if (level.length === 0) return false;
    level = level.flatMap((item) => Object.values(item as object));
  }
  return true;
}
