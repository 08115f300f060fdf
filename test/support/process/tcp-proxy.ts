import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '../../../scripts/process/free-port.js';

/** What was said on one connection and is held back. */
interface Held {
  outside: Socket;
  chunks: Buffer[];
}

/** A way to a store that a test can open, shut, let fall silent, and on which it can hold back what is said. */
export class TcpProxy {
  private server?: Server;
  private silent = false;
  private readonly sockets = new Set<Socket>();
  private holding: string[] = [];
  private readonly held = new Map<Socket, Held>();

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
      inside.on('data', (chunk) => this.say(inside, outside, chunk));
    });
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  /** Lets the store hear all that is said, and nobody its answers. */
  fallSilent(): void {
    this.silent = true;
  }

  /** Lets answers through again: those to what is said from now on. */
  speak(): void {
    this.silent = false;
  }

  /** Keeps back what has one of the words, and all that is said after it on the same connection, as a frozen store does. */
  hold(...words: string[]): void {
    this.holding = words;
  }

  /** Lets the store hear what was held back. @returns when it has answered on each of these connections */
  async release(): Promise<void> {
    this.holding = [];
    const held = [...this.held.values()];
    this.held.clear();
    const answers = held.map(({ outside }) => once(outside, 'data'));
    for (const { outside, chunks } of held) outside.write(Buffer.concat(chunks));
    await Promise.all(answers);
  }

  /** Connections on which something is held back. */
  get heldBack(): number {
    return this.held.size;
  }

  private say(inside: Socket, outside: Socket, chunk: Buffer): void {
    const held = this.held.get(inside);
    if (held) held.chunks.push(chunk);
    else if (this.holding.some((word) => chunk.includes(word)))
      this.held.set(inside, { outside, chunks: [chunk] });
    else outside.write(chunk);
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
