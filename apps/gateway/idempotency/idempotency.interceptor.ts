import { AppError } from '#contracts/protocol/app.error.js';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, concatMap, from, type Observable, of, throwError } from 'rxjs';
import type { CurrentSession } from '../http/current-user.decorator.js';
import { idempotencyKeyOf } from '../http/idempotency.key.js';
import { NOT_KEPT } from './shown.once.js';
import { FirstAnswers, type FirstAnswer, type Repeatable } from './first.answers.js';

const RETRY_AFTER_SECONDS = 1;
/** Errors that another try may well not meet. */
const PASSING = [401, 408, 429];

/**
 * Answers a repeated change as it was answered the first time, when both carry the same `Idempotency-Key`
 * (draft-ietf-httpapi-idempotency-key-header). Only for who is logged in, and not where the answer shows a secret: tokens are
 * stored nowhere. What failed in passing is not kept, so that a repeat runs.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly answers: FirstAnswers,
    private readonly reflector: Reflector,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const isKept = context.getType() === 'http' && !this.reflector.get(NOT_KEPT, context.getHandler());
    const repeatable = isKept ? repeatableOf(context) : undefined;
    if (!repeatable) return next.handle();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const first = await this.answers.find(repeatable).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'request_in_progress')
        void reply.header('retry-after', RETRY_AFTER_SECONDS);
      throw error;
    });
    if (first) return replay(first, reply);
    return next.handle().pipe(
      concatMap(async (body: unknown) => {
        await this.answers.keep(repeatable, { body });
        return body;
      }),
      catchError((error: unknown) => from(this.failed(repeatable, error))),
    );
  }

  private async failed(repeatable: Repeatable, error: unknown): Promise<never> {
    const isLasting = error instanceof AppError && error.status < 500 && !PASSING.includes(error.status);
    if (isLasting) await this.answers.keep(repeatable, { error: error.toWire() });
    else await this.answers.forget(repeatable);
    throw error;
  }
}

/** @throws AppError `validation_failed` for a key that is none */
function repeatableOf(context: ExecutionContext): Repeatable | undefined {
  const request = context.switchToHttp().getRequest<FastifyRequest & { user?: CurrentSession }>();
  if (!request.user || request.method === 'GET' || request.method === 'HEAD') return undefined;
  const key = idempotencyKeyOf(request.headers);
  if (key === undefined) return undefined;
  // An upload has not been read yet: its length stands for it.
  const body = request.body === undefined ? request.headers['content-length'] : JSON.stringify(request.body);
  return { person: request.user.userId, key, request: `${request.method} ${request.url} ${body ?? ''}` };
}

function replay({ body, error }: FirstAnswer, reply: FastifyReply): Observable<unknown> {
  void reply.header('idempotent-replay', 'true');
  return error ? throwError(() => AppError.fromWire(error)) : of(body);
}
