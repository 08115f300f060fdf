import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../../../scripts/process/free-port.js';

/** Beyond this many waiting pieces a side is not read any further. */
const MOST_WAITING = 500;

/** The network between the services and a store, with its faults: slow, parted, or cut. */
export class Link {
  /** How long each piece of data travels, in either direction; milliseconds. */
  delayMs = 0;
  private server?: Server;
  private open = Promise.withResolvers<void>();
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly port: number,
    private readonly store: URL,
  ) {
    this.open.resolve();
  }

  static async to(storeUrl: string): Promise<Link> {
    const link = new Link(await freePort(), new URL(storeUrl));
    await link.mend();
    return link;
  }

  /** The store's address at this end. */
  get url(): string {
    return String(Object.assign(new URL(this.store), { host: `127.0.0.1:${this.port}` })).replace(/\/$/, '');
  }

  /** Nothing arrives any more, and nobody is told: what is sent arrives after `join`. */
  part(): void {
    this.open = Promise.withResolvers<void>();
  }

  join(): void {
    this.open.resolve();
  }

  /** Ends all connections and refuses new ones, until `mend`. */
  async cut(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.sockets) socket.destroy();
    this.join();
    await closed;
  }

  async mend(): Promise<void> {
    if (this.server) return;
    this.server = createServer((near) => {
      const far = dial(this.store);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ]) {
        this.sockets.add(from);
        from.on('error', () => from.destroy());
        from.on('close', () => {
          this.sockets.delete(from);
          to.destroy();
        });
        this.passOn(from, to);
      }
    });
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  private passOn(from: Socket, to: Socket): void {
    const waiting: { chunk: Buffer; due: number }[] = [];
    let busy = false;
    const pass = async (): Promise<void> => {
      if (busy) return;
      busy = true;
      for (let next = waiting[0]; next; next = waiting[0]) {
        await this.open.promise;
        const left = next.due - performance.now();
        if (left > 0) await pause(left);
        waiting.shift();
        if (to.destroyed) break;
        if (!to.write(next.chunk))
          await Promise.race([once(to, 'drain'), once(to, 'close')]).catch(() => undefined);
        from.resume();
      }
      busy = false;
    };
    from.on('data', (chunk) => {
      waiting.push({ chunk, due: performance.now() + this.delayMs });
      if (waiting.length >= MOST_WAITING) from.pause();
      void pass();
    });
  }
}

/** MongoDB's address may name a socket in the file system, written as a host. */
function dial({ hostname, port }: URL): Socket {
  return hostname.startsWith('%2F') ? connect(decodeURIComponent(hostname)) : connect(Number(port), hostname);
}
