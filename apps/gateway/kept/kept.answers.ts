import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { CurrentSession } from '../http/current-user.decorator.js';
import type { EarlyLimit } from '../throttle/early.counts.js';

/** All answers together; beyond it those go that were asked for least lately. */
const MAX_BYTES = 24 * 1024 * 1024;
/** What an answer takes besides its body: its key and its headers. */
const BESIDES = 2048;
/** What each answer to a request says anew, and what is worked out when it is sent. */
const OF_ONE_ANSWER = /^(x-correlation-id|x-ratelimit-.*|content-length)$/;

/** What was said of a request on its way: that its answer may be sent again, and for how long. */
export interface Keepable {
  /** Whose answer it is; missing for one that is everybody's with the same limit. */
  userId?: string;
  /** Up to which certification it shows films. */
  limit?: string;
  /** What it was made of, in one word; it may be sent again while that still stands. */
  madeOf: string;
  /** However little changes. */
  forMs: number;
  /** What a request for it counts for. */
  limits: readonly EarlyLimit[];
}

declare module 'fastify' {
  interface FastifyRequest {
    keepable?: Keepable;
  }
}

/** An answer with status 200 as it was sent. */
export interface KeptAnswer extends Keepable {
  /** Its bytes, one a character: Node writes a text of this kind and the head as one piece. */
  body: string;
  etag: string;
  /** Names and values by turns, without those of one answer only. */
  headers: string[];
}

/**
 * Answers as bytes, each as one kind of client gets it: by who asks, for what, and in which language and encoding. They
 * are in this process alone.
 */
@Injectable()
export class KeptAnswers {
  private readonly answers = new LRUCache<string, KeptAnswer>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ body }) => body.length + BESIDES,
    ttlAutopurge: false,
  });

  /** What was sent before to somebody, or to anybody; whether it still stands is for the caller to see. */
  of(request: FastifyRequest, session: CurrentSession | undefined): KeptAnswer | undefined {
    const limit = session?.viewing?.certificationMax;
    return (
      (session && this.answers.get(keyOf(request, { userId: session.userId, limit }))) ??
      this.answers.get(keyOf(request, { limit }))
    );
  }

  keep(
    request: FastifyRequest,
    keepable: Keepable,
    answer: Pick<KeptAnswer, 'body' | 'etag' | 'headers'>,
  ): void {
    const key = keyOf(request, keepable);
    this.answers.set(key, { ...keepable, ...answer }, { ttl: keepable.forMs });
  }

  clear(): void {
    this.answers.clear();
  }
}

/** Whatever may change an answer, of what clients send. */
function keyOf(
  { url, headers }: FastifyRequest,
  { userId, limit = '' }: Pick<Keepable, 'userId' | 'limit'>,
): string {
  return `${userId ?? 'anyone'} ${limit}\n${url}\n${headers['accept-language'] ?? ''}\n${headers['accept-encoding'] ?? ''}`;
}

/** A strong validator (RFC 9110): other bytes have another one. */
export function etagOf(body: Buffer): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
}

/** Whether a client has these bytes already, as its If-None-Match says. */
export function hasAlready(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
}

/** Headers that go with each sending of an answer; undefined when one of them is for one client only. */
export function lastingHeaders(headers: ReturnType<FastifyReply['getHeaders']>): string[] | undefined {
  if (headers['set-cookie'] !== undefined) return undefined;
  return Object.entries(headers).flatMap(([name, value]) =>
    OF_ONE_ANSWER.test(name) ? [] : [name, String(value)],
  );
}
