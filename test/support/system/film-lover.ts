import { randomUUID } from 'node:crypto';
import type { MovieCard } from '#contracts/catalog/movie.js';
import type { RecommendationList } from '#contracts/recommender/recommendation.js';

export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
}

export type Items<T> = { items: T[]; nextCursor?: string; total: number };
export type Problem = { code: string; status: number; detail: string; errors?: { path: string }[] };
export type RecommendationsPage = RecommendationList & { nextCursor?: string };

/** A user at the API: remembers the tokens, and speaks JSON. */
export class FilmLover {
  readonly email = `${randomUUID()}@example.com`;
  readonly password = 'correct horse battery';
  token = '';
  cookie = '';

  constructor(private readonly api: string) {}

  static async register(api: string): Promise<FilmLover> {
    const person = new FilmLover(api);
    const { body, status, headers } = await person.post<{ accessToken: string }>('/auth/register', {
      email: person.email,
      password: person.password,
    });
    if (status !== 201) throw new Error(`registering answered ${status}`);
    person.token = body.accessToken;
    person.cookie = cookieOf(headers);
    return person;
  }

  async send<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(this.api + path, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(this.token && { authorization: `Bearer ${this.token}` }),
        ...(this.cookie && { cookie: this.cookie }),
        ...headers,
      },
      body: body === undefined ? undefined : text,
    });
    const answer = await response.text();
    const json = answer !== '' && response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      headers: response.headers,
      body: (json ? JSON.parse(answer) : answer) as T,
    };
  }

  get = <T>(path: string) => this.send<T>('GET', path);
  post = <T>(path: string, body?: unknown) => this.send<T>('POST', path, body);
  put = <T>(path: string, body?: unknown) => this.send<T>('PUT', path, body);
  delete = <T>(path: string, body?: unknown) => this.send<T>('DELETE', path, body);

  /** Sends a file as a browser's form does. */
  async upload<T>(
    path: string,
    content: string | Buffer,
    { name = 'history.csv', fields = {} }: { name?: string; fields?: Record<string, string> } = {},
  ): Promise<Answer<T>> {
    const form = new FormData();
    for (const [field, value] of Object.entries(fields)) form.set(field, value);
    const part = typeof content === 'string' ? content : new Uint8Array(content);
    form.set('file', new Blob([part], { type: 'text/csv' }), name);
    const headers = { authorization: `Bearer ${this.token}` };
    const response = await fetch(this.api + path, { method: 'POST', headers, body: form });
    return { status: response.status, headers: response.headers, body: (await response.json()) as T };
  }

  async rate(ratings: Record<string, number>): Promise<number> {
    const rows = Object.entries(ratings).map(([movieId, rating]) => ({ movieId, rating }));
    const { status, body } = await this.put<{ ratingsVersion: number }>('/me/ratings', { ratings: rows });
    if (status !== 200) throw new Error(`rating answered ${status}: ${JSON.stringify(body)}`);
    return body.ratingsVersion;
  }

  async list(query = ''): Promise<RecommendationsPage> {
    const { status, body } = await this.get<RecommendationsPage>(`/me/recommendations${query}`);
    if (status !== 200) throw new Error(`recommendations answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  /** Waits, as a browser does, for the event that says a list has seen `version`. */
  async untilListed(version: number, rate: () => Promise<unknown> = async () => undefined): Promise<void> {
    const abort = new AbortController();
    const response = await fetch(`${this.api}/me/recommendations/stream`, {
      headers: { authorization: `Bearer ${this.token}`, accept: 'text/event-stream' },
      signal: AbortSignal.any([abort.signal, AbortSignal.timeout(20_000)]),
    });
    await rate();
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const versions = [...text.matchAll(/"ratingsVersion":(\d+)/g)].map(([, found]) => Number(found));
      if (versions.some((found) => found >= version)) break;
    }
    abort.abort();
  }
}

export const titles = (page: { items: { movie: MovieCard }[] }) => page.items.map((item) => item.movie.title);

export function cookieOf(headers: Headers): string {
  return headers.getSetCookie()[0]?.split(';')[0] ?? '';
}
