import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** As a poster of this width weighs at TMDB, in bytes. */
const POSTER_BYTES = 24_000;

/**
 * Stands in for the host of the posters, which a measurement must not depend on: answers every address with one picture, which
 * weighs what a poster does.
 */
export class PosterHost {
  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  /** @param picture  a JPEG; what it lacks in weight is filled up behind its end, where nobody looks */
  static async start(picture: Buffer): Promise<PosterHost> {
    const body = Buffer.concat([picture, Buffer.alloc(Math.max(0, POSTER_BYTES - picture.length))]);
    const server = createServer(certificate(), (_request, response) =>
      response
        .writeHead(200, { 'content-type': 'image/jpeg', 'cache-control': 'max-age=31536000' })
        .end(body),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new PosterHost(server, (server.address() as AddressInfo).port);
  }

  /** Makes a browser that ignores who signed the certificate ask here. */
  get flags(): string[] {
    return [`--host-resolver-rules=MAP image.tmdb.org 127.0.0.1:${this.port}`, '--ignore-certificate-errors'];
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** For this run alone. */
function certificate(): { key: Buffer; cert: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'poster-host-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  try {
    const made = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '1',
      '-subj',
      '/CN=image.tmdb.org',
    ];
    execFileSync('openssl', [...made, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
