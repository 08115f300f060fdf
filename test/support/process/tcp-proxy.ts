import { once } from 'node:events';
import type { Socket } from 'node:net';
import { freePort } from '../../../scripts/process/free-port.js';
import { StoreDoor } from './store.door.js';

/** What was said on one connection and is held back. */
interface Held {
  outside: Socket;
  chunks: Buffer[];
}

/** A way to a store that a test can open, shut, let fall silent, and on which it can hold back what is said. */
export class TcpProxy extends StoreDoor {
  private silent = false;
  private holding: string[] = [];
  private readonly held = new Map<Socket, Held>();

  /** @returns a shut door */
  static async inFrontOf(storeUrl: string): Promise<TcpProxy> {
    return new TcpProxy(await freePort(), new URL(storeUrl));
  }

  async opened(): Promise<this> {
    await this.listen();
    return this;
  }

  shut(): Promise<void> {
    return this.stop();
  }

  protected override passThrough(inside: Socket, outside: Socket): void {
    outside.on('data', (chunk) => this.silent || inside.write(chunk));
    inside.on('data', (chunk) => this.say(inside, outside, chunk));
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
}
