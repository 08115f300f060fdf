import { AppError } from '#contracts/protocol/app.error.js';
import { Environment } from '#platform/config/environment.js';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { pictureType, posterPath } from './poster.name.js';

/** A poster of 500 pixels' width has some 100 kB. */
const MAX_BYTES = 2 * 1024 * 1024;
/** Asked for at once, and waiting for their turn. */
const MAX_AT_ONCE = 8;
const MAX_WAITING = 200;
/** What is not there is not asked for again for so long; so many are remembered. */
const MISSING_MS = 10 * 60_000;
const MAX_MISSING = 5000;

/** Posters as TMDB has them: only pictures, of a bounded size, in a bounded time, from the one address that is set. */
@Injectable()
export class PosterSource {
  private underWay = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly missing = new LRUCache<string, true>({ max: MAX_MISSING, ttl: MISSING_MS });

  constructor(private readonly environment: Environment) {}

  /** @throws AppError `entry_not_found` when it has none; `service_unavailable` when it cannot be had now */
  async fetch(name: string): Promise<Buffer> {
    if (this.missing.has(name)) throw notThere();
    await this.turn();
    try {
      return await this.ask(name);
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.underWay -= 1;
    }
  }

  /** Who ends hands their turn over to who waits for longest. */
  private async turn(): Promise<void> {
    if (this.waiting.length >= MAX_WAITING) throw new AppError('service_unavailable');
    if (this.underWay >= MAX_AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.underWay += 1;
  }

  private async ask(name: string): Promise<Buffer> {
    const { POSTERS_URL, POSTERS_TIMEOUT_MS } = this.environment;
    let answer: Response;
    try {
      answer = await fetch(`${POSTERS_URL}/${posterPath(name)}`, {
        redirect: 'error',
        signal: AbortSignal.timeout(POSTERS_TIMEOUT_MS),
      });
      if (answer.status === 404) {
        this.missing.set(name, true);
        throw notThere();
      }
      if (!answer.ok) throw new Error(`it answers ${answer.status}`);
      const bytes = await bytesOf(answer);
      if (!pictureType(bytes)) throw new Error('what it sends is no picture');
      return bytes;
    } catch (error) {
      if (error instanceof AppError) throw error;
      throw new AppError('service_unavailable', 'The poster cannot be had now.', undefined, { cause: error });
    }
  }
}

const notThere = () => new AppError('entry_not_found', 'There is no such poster.');

/** @throws Error when it is more than a poster has, or ends before it says */
async function bytesOf(answer: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of answer.body ?? []) {
    length += part.length;
    if (length > MAX_BYTES) throw new Error('it is too large');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
