import { setTimeout as pause } from 'node:timers/promises';
import { Environment } from '#platform/config/environment.js';
import { Injectable } from '@nestjs/common';
import { TmdbPace } from './tmdb.pace.js';
import { asObject, type Json, textIn } from './tmdb.values.js';

/** The film with the most translations and people has less than 2 MB. */
const MAX_BYTES = 8 * 1024 * 1024;
const TRIES = 6;
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 60_000;

/** TMDB did not give what was asked for; the message is one line that says why. */
export class TmdbError extends Error {
  override readonly name = 'TmdbError';

  /** @param final  whether asking for anything else would fail as well */
  constructor(
    message: string,
    readonly final = false,
  ) {
    super(message);
  }
}

/** What became of one request. */
type Outcome = { json: Json | undefined } | { why: string; waitMs?: number } | { refused: TmdbError };

/**
 * Asks TMDB's API (version 3): at the pace that all processes share, again after a time-out, a cut or broken answer, a
 * 5xx or a 429, and never endlessly.
 *
 * @see https://developer.themoviedb.org/reference/getting-started
 */
@Injectable()
export class TmdbClient {
  private readonly base: string;
  private readonly token: string;
  private readonly timeoutMs: number;

  constructor(
    private readonly pace: TmdbPace,
    { TMDB_URL, TMDB_TOKEN = '', TMDB_TIMEOUT_MS }: Environment,
  ) {
    this.base = TMDB_URL.replace(/\/+$/, '');
    this.token = TMDB_TOKEN;
    this.timeoutMs = TMDB_TIMEOUT_MS;
  }

  /**
   * @param path  begins with "/"
   * @returns nothing when TMDB does not have it
   * @throws TmdbError when it refuses the token or the question, or keeps failing
   */
  async get(path: string, query: Record<string, string | number> = {}): Promise<Json | undefined> {
    const search = new URLSearchParams();
    for (const [key, value] of Object.entries(query)) search.set(key, String(value));
    const address = `${this.base}${path}?${search.toString()}`;
    for (let tries = 1, backOff = FIRST_PAUSE_MS; ; tries += 1, backOff *= 2) {
      await this.pace.turn();
      const outcome = await this.ask(address, path);
      if ('json' in outcome) return outcome.json;
      if ('refused' in outcome) throw outcome.refused;
      if (tries === TRIES) throw new TmdbError(`${path}: ${outcome.why} (asked ${TRIES} times)`);
      if (outcome.waitMs !== undefined) await this.pace.holdOff(Math.max(outcome.waitMs, backOff));
      // Not all at the same time again.
      else await pause(backOff * (0.5 + Math.random()));
    }
  }

  private async ask(address: string, path: string): Promise<Outcome> {
    try {
      const answer = await fetch(address, {
        headers: { authorization: `Bearer ${this.token}`, accept: 'application/json' },
        signal: AbortSignal.timeout(this.timeoutMs),
        // The token goes nowhere else.
        redirect: 'error',
      });
      const { status } = answer;
      if (status === 429) {
        await answer.body?.cancel();
        return { why: 'too many requests', waitMs: retryAfter(answer.headers.get('retry-after')) };
      }
      const json = parsed(await textOf(answer));
      if (status >= 200 && status < 300)
        return json === undefined ? { why: 'an answer that is no JSON object' } : { json };
      if (status === 404) return { json: undefined };
      const message = json && textIn(json, 'status_message');
      const said = message === undefined ? '' : `: ${message.slice(0, 200)}`;
      if (status === 401 || status === 403)
        return { refused: new TmdbError(`TMDB refuses TMDB_TOKEN${said}`, true) };
      if (status < 500) return { refused: new TmdbError(`${path}: TMDB answers ${status}${said}`) };
      return { why: `TMDB answers ${status}${said}` };
    } catch (error) {
      return { why: reasonOf(error as Error) };
    }
  }
}

/** @returns milliseconds, within what anybody would wait */
function retryAfter(header: string | null): number {
  const seconds = Number(header ?? 1);
  const ms = Number.isNaN(seconds) ? Date.parse(header!) - Date.now() : seconds * 1000;
  return Math.min(MAX_PAUSE_MS, Math.max(0, ms || 1000));
}

/** @throws Error when it is too long, or ends before its end */
async function textOf(answer: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body ?? []) {
    bytes += part.byteLength;
    if (bytes > MAX_BYTES) throw new Error(`an answer of more than ${MAX_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parsed(text: string): Json | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** fetch says "fetch failed" and hides why in the cause. */
function reasonOf(error: Error): string {
  if (error.name === 'TimeoutError') return 'no answer in time';
  const { cause } = error;
  return cause instanceof Error ? cause.message || cause.name : error.message;
}
