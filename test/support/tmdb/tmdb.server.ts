import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TmdbFilm } from './tmdb.films.js';

const TOKEN = 'a-token-for-tests';
const PER_PAGE = 20;
const LAST_PAGE = 500;

/** Answers a request instead of the server. */
export type Fault = (response: ServerResponse) => unknown;

/** What goes wrong with services on the internet. */
export const FAULTS = {
  down: (response) =>
    response.writeHead(503, { 'content-type': 'text/html' }).end('<h1>Backend fetch failed</h1>'),
  cut: (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
    response.write('{"id":', () => response.destroy());
  },
  wrongJson: (response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('<html>maintenance</html>'),
  silent: () => undefined,
  endless: (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const part = ' '.repeat(1024 * 1024);
    const more = () => !response.destroyed && response.write(part, more);
    more();
  },
  tooMany: (response) =>
    response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '1' }).end(
      JSON.stringify({
        success: false,
        status_code: 25,
        status_message: 'Your request count is over the allowed limit.',
      }),
    ),
} satisfies Record<string, Fault>;

/** Speaks as version 3 of TMDB's API does: its shapes, its limit, its refusals, and faults that a test asks for. */
export class TmdbServer {
  readonly token = TOKEN;
  readonly films = new Map<number, TmdbFilm>();
  /** What `/movie/changes` lists. */
  changes: number[] = [];
  /** What `/movie/now_playing` lists. */
  playing: number[] = [];
  /** More requests than this in a second are answered by 429. */
  limit = 50;
  /** Pauses before each film's answer. */
  slownessMs = 0;
  readonly requests: { path: string; query: URLSearchParams; at: number }[] = [];
  private readonly faults: { path: string; fault: Fault }[] = [];
  private readonly server: Server = createServer((request, response) => this.answer(request, response));

  async start(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/3`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  put(...films: TmdbFilm[]): void {
    for (const film of films) this.films.set(film.id, film);
  }

  /** The next requests for a path go wrong, one for each fault. */
  fail(path: string, ...faults: Fault[]): void {
    this.faults.push(...faults.map((fault) => ({ path, fault })));
  }

  /** The ids of the films asked for since the last call. */
  asked(): number[] {
    const films = this.requests.flatMap(({ path }) => /^\/movie\/(\d+)$/.exec(path)?.[1] ?? []);
    this.requests.length = 0;
    return films.map(Number);
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url!, this.url);
    const path = pathname.replace(/^\/3/, '');
    const at = performance.now();
    const lastSecond = this.requests.filter((earlier) => earlier.at > at - 1000).length;
    this.requests.push({ path, query: searchParams, at });
    const fault = this.faults.findIndex((one) => one.path === path);
    if (fault >= 0) return void this.faults.splice(fault, 1)[0].fault(response);
    if (request.headers.authorization !== `Bearer ${TOKEN}`)
      return refuse(response, 401, 7, 'Invalid API key: You must be granted a valid key.');
    if (lastSecond >= this.limit) return void FAULTS.tooMany(response);
    const film = /^\/movie\/(\d+)$/.exec(path);
    if (film) setTimeout(() => this.film(response, Number(film[1]), searchParams), this.slownessMs);
    else this.list(response, path, searchParams);
  }

  private film(response: ServerResponse, id: number, query: URLSearchParams): void {
    const film = this.films.get(id);
    if (!film) return refuse(response, 404, 34, 'The resource you requested could not be found.');
    const parts = (query.get('append_to_response') ?? '').split(',');
    const optional = [
      ...['credits', 'keywords', 'external_ids', 'release_dates', 'alternative_titles', 'translations'],
      ...['videos', 'watch/providers'],
    ];
    send(
      response,
      Object.fromEntries(
        Object.entries(film).filter(([name]) => !optional.includes(name) || parts.includes(name)),
      ),
    );
  }

  private list(response: ServerResponse, path: string, query: URLSearchParams): void {
    const all = this.listed(path, query);
    if (!all) return refuse(response, 404, 34, 'The resource you requested could not be found.');
    const page = Number(query.get('page') ?? 1);
    if (!(page >= 1 && page <= LAST_PAGE))
      return refuse(response, 400, 22, 'Invalid page: Pages start at 1 and max at 500.');
    send(response, {
      page,
      results: all.slice((page - 1) * PER_PAGE, page * PER_PAGE),
      total_pages: Math.max(1, Math.ceil(all.length / PER_PAGE)),
      total_results: all.length,
    });
  }

  private listed(path: string, query: URLSearchParams): object[] | undefined {
    if (path === '/movie/changes') return this.changes.map((id) => ({ id, adult: false }));
    const found = (ids: number[]) => ids.flatMap((id) => this.films.get(id) ?? []).map(brief);
    if (path === '/movie/now_playing') return found(this.playing);
    if (path !== '/discover/movie') return undefined;
    const [from, to] = ['primary_release_date.gte', 'primary_release_date.lte'].map((name) =>
      query.get(name)!,
    );
    return [...this.films.values()]
      .filter(({ release_date: day }) => day >= from && day <= to)
      .filter(({ vote_count }) => vote_count >= Number(query.get('vote_count.gte')))
      .filter(({ adult }) => !adult || query.get('include_adult') === 'true')
      .sort((a, b) => b.vote_count - a.vote_count)
      .map(brief);
  }
}

function brief({ id, adult, title, release_date, vote_count }: TmdbFilm) {
  return { id, adult, title, release_date, vote_count };
}

function refuse(response: ServerResponse, status: number, code: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ success: false, status_code: code, status_message: message }));
}

function send(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json;charset=utf-8' }).end(JSON.stringify(body));
}
