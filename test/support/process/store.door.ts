import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** An address of its own in front of a store: what comes in is passed on as whoever extends it says. */
export abstract class StoreDoor {
  protected readonly sockets = new Set<Socket>();
  private server?: Server;

  protected constructor(
    private readonly port: number,
    private readonly store: URL,
  ) {}

  /** The store's address through the door. */
  get url(): string {
    return String(Object.assign(new URL(this.store), { host: `127.0.0.1:${this.port}` })).replace(/\/$/, '');
  }

  /** Passes on what is said on one connection; when either side closes, both do. */
  protected abstract passThrough(inside: Socket, outside: Socket): void;

  protected async listen(): Promise<void> {
    if (this.server) return;
    this.server = createServer((inside) => {
      const outside = dial(this.store);
      for (const [one, other] of [
        [inside, outside],
        [outside, inside],
      ]) {
        this.sockets.add(one);
        one.on('error', () => one.destroy());
        one.on('close', () => {
          this.sockets.delete(one);
          other.destroy();
        });
      }
      this.passThrough(inside, outside);
    });
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  /** Also ends what goes through it. */
  protected async stop(): Promise<void> {
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
