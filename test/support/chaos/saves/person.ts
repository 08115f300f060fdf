import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { RecommendationList } from '#contracts/recommender/recommendation.js';
import { FilmLover } from '../../system/film-lover.js';
import { movieId } from '../../system/small.dataset.js';
import { acknowledged, type Save } from './save.js';

/** A client's own patience, far beyond the time limit of any call. */
const PATIENCE_MS = 20_000;
/** Few films, so that many saves are followed by one of the same film; each save of a film gives it other stars. */
const FILMS = Array.from({ length: 6 }, (_, n) => movieId('space', n * 5));
const STARS = Array.from({ length: 9 }, (_, n) => 1 + n / 2);

/** Somebody who saves one rating after the other and writes down what was answered. */
export class Person {
  readonly saves: Save[] = [];

  private constructor(
    readonly id: string,
    private readonly token: string,
    private readonly gateways: () => string[],
    private readonly random: () => number,
  ) {}

  /** @param gateways  the API's addresses: whoever finds one closed tries the next, as behind a load balancer */
  static async register(gateways: () => string[], random: () => number): Promise<Person> {
    const { token } = await FilmLover.register(gateways()[0]);
    const { sub } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString()) as { sub: string };
    return new Person(sub, token, gateways, random);
  }

  /** Saves until told to stop; the save under way is still written down. */
  async saveUntil(stop: AbortSignal, pauseMs: number): Promise<void> {
    while (!stop.aborted) {
      await this.save();
      await pause(pauseMs * (0.5 + this.random()), undefined, { signal: stop }).catch(() => undefined);
    }
  }

  /** The version that a list must have seen; 0 when nothing was acknowledged. */
  get lastVersion(): number {
    return Math.max(0, ...this.saves.map(({ version }) => version ?? 0));
  }

  /** Stars by film, as the API gives them. @throws when it does not */
  async ratings(): Promise<Map<string, number>> {
    const { items } = await this.get<{ items: { movie: { id: string }; rating: number }[] }>(
      '/me/ratings?limit=100',
    );
    return new Map(items.map(({ movie, rating }) => [movie.id, rating]));
  }

  /** Whether the list has seen all that was acknowledged, and shows nothing rated. */
  async isCaughtUp(): Promise<boolean> {
    const list = await this.get<RecommendationList>('/me/recommendations?limit=50');
    const rated = new Set(this.saves.filter(acknowledged).map(({ film }) => film));
    return (
      list.status === 'fresh' &&
      list.ratingsVersion >= this.lastVersion &&
      list.items.every(({ movie }) => !rated.has(movie.id))
    );
  }

  private async save(): Promise<void> {
    const film = FILMS[Math.floor(this.random() * FILMS.length)];
    const before = this.saves.filter((save) => save.film === film).length;
    const stars = STARS[before % STARS.length];
    const key = randomUUID();
    const sentAt = performance.now();
    const answer = await this.put(`/me/ratings/${film}`, { rating: stars }, key);
    this.saves.push({ person: this.id, film, stars, key, sentAt, answeredAt: performance.now(), ...answer });
  }

  private async put(path: string, body: object, key: string): Promise<Pick<Save, 'status' | 'version'>> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    for (const gateway of this.gateways()) {
      try {
        const response = await fetch(gateway + path, {
          method: 'PUT',
          headers: {
            authorization: `Bearer ${this.token}`,
            'content-type': 'application/json',
            'idempotency-key': key,
          },
          body: JSON.stringify(body),
          signal,
        });
        const { ratingsVersion } = (await response.json()) as { ratingsVersion?: number };
        return { status: response.status, version: ratingsVersion };
      } catch {
        if (signal.aborted) break;
      }
    }
    return { status: 0 };
  }

  private async get<T>(path: string): Promise<T> {
    const response = await fetch(this.gateways()[0] + path, {
      headers: { authorization: `Bearer ${this.token}` },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }
}
