import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A film as `GET /Items` gives it, shortened to what is asked for. */
export interface JellyfinFilm {
  Name: string;
  OriginalTitle?: string;
  ProductionYear?: number;
  ProviderIds?: Record<string, string>;
}

/** How a server answers otherwise than it should. */
export type Fault = (request: IncomingMessage, response: ServerResponse) => void;

export const faults = {
  status:
    (status: number, headers: Record<string, string> = {}): Fault =>
    (_, response) =>
      void response.writeHead(status, headers).end('{}'),
  never: (() => undefined) as Fault,
  cut: ((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"Items":[', () => response.destroy());
  }) as Fault,
  text: ((_, response) => void response.end('<html>a router’s page</html>')) as Fault,
  endless: ((_, response) => {
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    };
    response.writeHead(200).on('drain', more);
    more();
  }) as Fault,
};

/** A server that speaks as Jellyfin does, as far as a library is read; the next answers may be faults. */
export class JellyfinServer {
  static readonly token = '0123456789abcdef0123456789abcdef';
  readonly asked: string[] = [];
  readonly next: Fault[] = [];
  private readonly server = createServer((request, response) => this.answer(request, response));

  constructor(public films: JellyfinFilm[] = []) {}

  async opened(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    this.asked.push(request.url ?? '');
    const fault = this.next.shift();
    if (fault) return fault(request, response);
    if (request.headers.authorization !== `MediaBrowser Token="${JellyfinServer.token}"`)
      return void response.writeHead(401).end();
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    if (!pathname.endsWith('/Items') || searchParams.get('IncludeItemTypes') !== 'Movie')
      return void response.writeHead(404).end();
    const [from, limit] = ['StartIndex', 'Limit'].map((name) => Number(searchParams.get(name)));
    response.setHeader('content-type', 'application/json');
    const Items = this.films.slice(from, from + limit).map((film) => ({ Type: 'Movie', ...film }));
    response.end(JSON.stringify({ Items, TotalRecordCount: this.films.length, StartIndex: from }));
  }
}
