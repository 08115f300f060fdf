import { createServer, request as ask, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/**
 * Serves a page of the web app as it stood on the screen, without its scripts: the same elements, styles, fonts and posters.
 * What the app costs is what it takes longer than this.
 */
export class SnapshotHost {
  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {}

  /**
   * @param html    of the page, with its scripts
   * @param source  where the files are that it names
   */
  static async start(html: string, source: string): Promise<SnapshotHost> {
    const page = gzipSync(withoutScripts(html));
    const server = createServer((request, response) => {
      if (request.url === '/') {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'gzip' });
        response.end(page);
        return;
      }
      const { url = '', headers } = request;
      // As it comes, compressed.
      ask(source + url, { headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      })
        .on('error', () => response.destroy())
        .end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new SnapshotHost(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

const withoutScripts = (html: string): string =>
  html
    .replaceAll(/<script\b[^>]*>[\s\S]*?<\/script>/gu, '')
    .replaceAll(/<link rel="modulepreload"[^>]*>/gu, '')
    .replaceAll(/<link rel="manifest"[^>]*>/gu, '');
