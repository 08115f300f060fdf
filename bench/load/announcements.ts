import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { FilmLover } from '../../test/support/system/film-lover.js';

/** Longer than any list takes that is made at all. */
const GIVE_UP_MS = 60_000;

/** A browser that listens to the stream of its person, and when it was told of which list. */
export class Announcements {
  /** Version of a list → when it was announced, on the steady clock. */
  private readonly heard = new Map<number, number>();
  private readonly waiting = new Set<() => void>();

  private constructor(private readonly asked: ClientRequest) {}

  /** @returns when the stream is open. @throws when it is refused */
  static async to({ token }: FilmLover, api: string): Promise<Announcements> {
    const asked = request(`${api}/me/recommendations/stream`, {
      headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
    });
    asked.on('error', () => undefined);
    asked.end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    if (answer.statusCode !== 200) throw new Error(`a stream was answered ${answer.statusCode}`);
    const stream = new Announcements(asked);
    answer.on('data', (chunk: Buffer) => stream.take(String(chunk)));
    answer.on('error', () => undefined);
    return stream;
  }

  /** When a list that has seen `version` was announced first. @throws when none is for a minute */
  async of(version: number): Promise<number> {
    const giveUp = AbortSignal.timeout(GIVE_UP_MS);
    for (;;) {
      const times = [...this.heard].flatMap(([seen, time]) => (seen >= version ? [time] : []));
      if (times.length > 0) return Math.min(...times);
      if (giveUp.aborted) throw new Error(`nobody was told of list ${version}`);
      const { promise, resolve } = Promise.withResolvers<void>();
      giveUp.addEventListener('abort', () => resolve(), { once: true });
      this.waiting.add(resolve);
      await promise;
    }
  }

  close(): void {
    this.asked.destroy();
  }

  private take(text: string): void {
    const now = performance.now();
    for (const [, version] of text.matchAll(/"ratingsVersion":(\d+)/g))
      if (!this.heard.has(Number(version))) this.heard.set(Number(version), now);
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }
}
