import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ListStanding } from '#lists/list.standing.js';
import { MovieCards } from '#lists/movie.cards.js';
import { answersSentAgain } from '#platform/observability/metrics.js';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest, onSendAsyncHookHandler } from 'fastify';
import { KnownSessions } from '../auth/known.sessions.js';
import type { CurrentSession } from '../http/current-user.decorator.js';
import { type CountedRequest, EarlyCounts } from '../throttle/early.counts.js';
import { etagOf, hasAlready, type KeptAnswer, KeptAnswers, lastingHeaders } from './kept.answers.js';
import { catalogueAt } from './kept.decorators.js';

/** Beyond it requests go the way on which an overload is shed. */
const MAX_UNDER_WAY = 512;

type Asked = FastifyRequest & CountedRequest & { user?: CurrentSession };

/**
 * Answers what was answered before with the same bytes, ahead of all hooks, guards, pipes and controllers, in one round
 * trip to Redis. It takes nothing that the slow way has not answered, with that token and to that address, a moment
 * before; whatever it does not take goes the slow way, without being counted twice.
 */
@Injectable()
export class FastLane {
  private underWay = 0;

  constructor(
    private readonly answers: KeptAnswers,
    private readonly sessions: KnownSessions,
    private readonly counts: EarlyCounts,
    private readonly standing: ListStanding,
    private readonly cards: MovieCards,
  ) {}

  /** An `onRequest` hook, which is to be the first. */
  take(request: Asked, reply: FastifyReply, done: () => void): void {
    const { authorization } = request.headers;
    const session = this.sessions.of(authorization);
    // What somebody may see is not known of a token that nobody has checked.
    const kept = !authorization || session ? this.keptFor(request, session) : undefined;
    if (!kept) return done();
    this.underWay += 1;
    void this.answer(request, reply, kept, session)
      .catch(() => false)
      .then((isAnswered) => {
        this.underWay -= 1;
        if (!isAnswered) done();
      });
  }

  /** To be called after compression is there: what is kept is what is sent. */
  keepSent(server: FastifyInstance): void {
    server.addHook('onRoute', (route) => {
      route.onSend = [...[route.onSend ?? []].flat(), this.keep];
    });
  }

  private keptFor(request: Asked, session: CurrentSession | undefined): KeptAnswer | undefined {
    if (request.method !== 'GET' || this.underWay >= MAX_UNDER_WAY) return undefined;
    if (request.headers['x-no-compression'] !== undefined) return undefined;
    return this.answers.of(request, session);
  }

  /** @returns false when the slow way has to answer */
  private async answer(
    request: Asked,
    reply: FastifyReply,
    kept: KeptAnswer,
    session: CurrentSession | undefined,
  ): Promise<boolean> {
    const { userId, madeOf, limits } = kept;
    if (userId !== undefined) request.user = session;
    // Asked in one turn, all of it is one write to Redis.
    const counted = this.counts.count(request, limits);
    const now = userId === undefined ? catalogueAt(this.cards) : this.standing.of(userId);
    const [, stands] = await Promise.all([
      counted,
      now.then(
        (is) => is === madeOf,
        () => false,
      ),
    ]);
    const counts = stands ? this.counts.headersOf(request, limits) : undefined;
    if (!counts) return false;
    send(request, reply, kept, counts);
    answersSentAgain.inc();
    return true;
  }

  private readonly keep: onSendAsyncHookHandler = async (request, reply, payload) => {
    const { keepable } = request;
    if (!keepable || request.method !== 'GET' || reply.statusCode !== 200) return payload;
    const body = await bytesOf(payload);
    const etag = etagOf(body);
    void reply.header('etag', etag);
    const headers = lastingHeaders(reply.getHeaders());
    if (headers) this.answers.keep(request, keepable, { body: body.toString('latin1'), etag, headers });
    if (!hasAlready(request.headers['if-none-match'], etag)) return body;
    void reply.code(304).removeHeader('content-length');
    return null;
  };
}

/** What compression sends is a stream. */
async function bytesOf(payload: unknown): Promise<Buffer> {
  if (typeof payload === 'string') return Buffer.from(payload);
  return Buffer.isBuffer(payload) ? payload : buffer(payload as Readable);
}

function send(request: FastifyRequest, reply: FastifyReply, kept: KeptAnswer, counts: string[]): void {
  const { raw } = reply;
  reply.hijack();
  const headers = [...kept.headers, 'x-correlation-id', request.id, ...counts];
  if (hasAlready(request.headers['if-none-match'], kept.etag)) raw.writeHead(304, headers).end();
  else raw.writeHead(200, [...headers, 'content-length', String(kept.body.length)]).end(kept.body, 'latin1');
}
