import { AppError } from '#contracts/protocol/app.error.js';
import { Environment } from '#platform/config/environment.js';
import { seal, unseal } from '#platform/config/sealed.js';
import { RedisConnection } from '#platform/stores/redis.module.js';
import { Injectable } from '@nestjs/common';
import { digest, digestKey, type DigestKey } from '../throttle/digest.js';

const DAY_SECONDS = 24 * 3600;
/** Longer than any request runs; after it a request whose gateway died can be repeated. */
const RUNNING_SECONDS = 180;
/** Characters; longer answers are not kept. */
const MAX_ANSWER = 256 * 1024;

/** Who repeats what: the person and their key, and what the request is. */
export interface Repeatable {
  person: string;
  key: string;
  /** Method, address and body. */
  request: string;
}

/** An answer as it was given: a body, or an error as it travels. */
export interface FirstAnswer {
  body?: unknown;
  error?: ReturnType<AppError['toWire']>;
}

/**
 * The first answers to requests with an `Idempotency-Key`, kept a day in Redis: under a digest of person and key, a digest of
 * the request, and the answer, sealed, because it may name a person. While Redis is away every request runs.
 *
 *     idempotency:<digest of person and key>   "<digest of the request> <sealed answer, or nothing while the first runs>"
 */
@Injectable()
export class FirstAnswers {
  private readonly key: DigestKey;

  constructor(
    private readonly redis: RedisConnection,
    environment: Environment,
  ) {
    this.key = digestKey(environment);
  }

  /**
   * @returns the first answer; undefined when this is the first request, which then has to `keep` or `forget`
   * @throws AppError `idempotency_key_reused` for another request with the same key, `request_in_progress` while the first runs
   */
  async find(repeatable: Repeatable): Promise<FirstAnswer | undefined> {
    const mark = `${this.markOf(repeatable)} `;
    const kept = await this.redis.client
      .set(this.nameOf(repeatable), mark, 'EX', RUNNING_SECONDS, 'NX', 'GET')
      .catch(() => null);
    if (kept === null) return undefined;
    if (!kept.startsWith(mark)) throw new AppError('idempotency_key_reused');
    const answer = kept.slice(mark.length);
    if (answer === '') throw new AppError('request_in_progress');
    const text = unseal(this.key, phraseOf(repeatable), answer);
    return text === undefined ? undefined : (JSON.parse(text) as FirstAnswer);
  }

  async keep(repeatable: Repeatable, answer: FirstAnswer): Promise<void> {
    const text = JSON.stringify(answer);
    if (text.length > MAX_ANSWER) return this.forget(repeatable);
    const value = `${this.markOf(repeatable)} ${seal(this.key, phraseOf(repeatable), text)}`;
    await this.redis.client.set(this.nameOf(repeatable), value, 'EX', DAY_SECONDS).catch(() => undefined);
  }

  /** So that a repeat runs. */
  async forget(repeatable: Repeatable): Promise<void> {
    await this.redis.client.del(this.nameOf(repeatable)).catch(() => undefined);
  }

  private nameOf(repeatable: Repeatable): string {
    return `idempotency:${digest(this.key, phraseOf(repeatable))}`;
  }

  private markOf({ request }: Repeatable): string {
    return digest(this.key, request);
  }
}

const phraseOf = ({ person, key }: Repeatable) => `${person} ${key}`;
