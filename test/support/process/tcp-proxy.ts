import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '../../../scripts/process/free-port.js';

/** A way to a store that a test can open, shut and let fall silent. */
export class TcpProxy {
  private server?: Server;
  private silent = false;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly port: number,
    private readonly store: URL,
  ) {}

  /** @returns a shut door */
  static async inFrontOf(storeUrl: string): Promise<TcpProxy> {
    return new TcpProxy(await freePort(), new URL(storeUrl));
  }

  /** The store's address through the door. */
  get url(): string {
    return String(Object.assign(new URL(this.store), { host: `127.0.0.1:${this.port}` })).replace(/\/$/, '');
  }

  async opened(): Promise<this> {
    this.server = createServer((inside) => {
      const outside = dial(this.store);
      for (const socket of [inside, outside]) {
        this.sockets.add(socket);
        socket.on('error', () => socket.destroy());
        socket.on('close', () => this.sockets.delete(socket));
      }
      inside.on('close', () => outside.destroy());
      outside.on('data', (chunk) => this.silent || inside.write(chunk)).on('close', () => inside.destroy());
      inside.pipe(outside);
    });
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  /** Lets the store hear all that is said, and nobody its answers. */
  fallSilent(): void {
    this.silent = true;
  }

  /** Also ends what goes through it. */
  async shut(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}

/** MongoDB's address may name a socket in the file system, written as a host. */
function dial({ hostname, port }: URL): Socket {
  return hostname.startsWith('%2F') ? connect(decodeURIComponent(hostname)) : connect(Number(port), hostname);
}
