import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../../../scripts/process/free-port.js';
import { StoreDoor } from '../../process/store.door.js';

/** Beyond this many waiting pieces a side is not read any further. */
const MOST_WAITING = 500;

/** The network between the services and a store, with its faults: slow, parted, or cut. */
export class Link extends StoreDoor {
  /** How long each piece of data travels, in either direction; milliseconds. */
  delayMs = 0;
  private open = Promise.withResolvers<void>();

  static async to(storeUrl: string): Promise<Link> {
    const link = new Link(await freePort(), new URL(storeUrl));
    link.join();
    await link.mend();
    return link;
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
    this.join();
    await this.stop();
  }

  mend(): Promise<void> {
    return this.listen();
  }

  protected override passThrough(near: Socket, far: Socket): void {
    this.passOn(near, far);
    this.passOn(far, near);
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
        if (!to.write(next.chunk)) await drained(to);
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

/** Resolves when a socket takes more, or has closed. */
async function drained(socket: Socket): Promise<void> {
  const end = new AbortController();
  const { signal } = end;
  await Promise.race([once(socket, 'drain', { signal }), once(socket, 'close', { signal })])
    .catch(() => undefined)
    .finally(() => end.abort());
}
