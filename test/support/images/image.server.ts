import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The beginning of a JPEG, and as much behind it as a test wants. */
export const picture = (bytes = 1000, mark = 0) =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, mark]), Buffer.alloc(Math.max(0, bytes - 4), mark)]);

/** Has pictures at paths, as TMDB's image server has, and counts who asks for them. */
export class ImageServer {
  readonly pictures = new Map<string, Buffer>();
  /** Paths asked for, in their order. */
  readonly asked: string[] = [];
  /** Answers instead of the server, for every path, until it is taken away. */
  fault?: (response: ServerResponse) => unknown;
  private readonly server: Server = createServer((request, response) => {
    const path = request.url!;
    this.asked.push(path);
    if (this.fault) return void this.fault(response);
    const found = this.pictures.get(path);
    if (!found) return void response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404</h1>');
    response.writeHead(200, { 'content-type': 'image/jpeg' }).end(found);
  });

  async start(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/t/p`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
