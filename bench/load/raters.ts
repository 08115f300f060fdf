import { setTimeout as pause } from 'node:timers/promises';
import { FilmLover } from '../../test/support/system/film-lover.js';
import { Announcements } from './announcements.js';
import { popularMovies } from './popular.movies.js';

/** What each has rated before. */
const FIRST = 20;

/** When a save was sent, and a list that has seen it announced, in milliseconds since 1970. */
export interface Save {
  sent: number;
  announced: number;
}

/** People who save a rating every so often, one after the other, however long one takes. */
export class Raters {
  private rounds = 0;
  /** The version of the last save of each that was taken. */
  readonly versions = new Map<FilmLover, number>();

  private constructor(
    readonly people: readonly FilmLover[],
    private readonly movies: readonly string[],
  ) {}

  /** @param films  that are rated in a round, at most */
  static async register(api: string, count: number, films: number): Promise<Raters> {
    const people = await Promise.all(Array.from({ length: count }, () => FilmLover.register(api)));
    const movies = await popularMovies(people[0], FIRST + films);
    for (const person of people)
      await person.rate(
        Object.fromEntries(movies.slice(0, FIRST).map((id, i) => [id, 1 + ((i * 7) % 9) / 2])),
      );
    return new Raters(people, movies.slice(FIRST));
  }

  /** What somebody has rated, and will not be recommended. */
  ratedBy(person: FilmLover): string[] {
    const at = this.people.indexOf(person);
    return this.movies.filter((_, film) => film % this.people.length === at);
  }

  /**
   * In each round the films get other stars than in the one before.
   *
   * @param apis     of gateways, which people use by turns
   * @param everyMs  from one save to the next
   * @returns by correlation id, which begins with `name`; without those that were refused
   */
  async save(
    apis: readonly string[],
    count: number,
    everyMs: number,
    name: string,
  ): Promise<Map<string, Save>> {
    const round = this.rounds++;
    const places = this.people.map((person, at) => ({ person, api: apis[at % apis.length] }));
    const streams = await Promise.all(places.map(({ person, api }) => Announcements.to(person, api)));
    const saves: Promise<[string, Save][]>[] = [];
    for (let i = 0; i < count; i += 1) {
      const at = i % places.length;
      const rating = { movieId: this.movies[i % this.movies.length], rating: 1 + ((i + round) % 9) / 2 };
      saves.push(this.saveOne(places[at], streams[at], rating, `${name}-${i}`));
      await pause(everyMs);
    }
    const done = new Map((await Promise.all(saves)).flat());
    for (const stream of streams) stream.close();
    return done;
  }

  private async saveOne(
    { person, api }: { person: FilmLover; api: string },
    stream: Announcements,
    rating: { movieId: string; rating: number },
    id: string,
  ): Promise<[string, Save][]> {
    const sent = performance.now();
    const answer = await fetch(`${api}/me/ratings`, {
      method: 'PUT',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${person.token}`,
        'x-correlation-id': id,
      },
      body: JSON.stringify({ ratings: [rating] }),
    });
    const text = await answer.text();
    if (answer.status === 503) return [];
    if (answer.status !== 200) throw new Error(`${id} was answered ${answer.status}: ${text}`);
    const { ratingsVersion } = JSON.parse(text) as { ratingsVersion: number };
    this.versions.set(person, ratingsVersion);
    const announced = await stream.of(ratingsVersion);
    return [[id, { sent: performance.timeOrigin + sent, announced: performance.timeOrigin + announced }]];
  }
}
