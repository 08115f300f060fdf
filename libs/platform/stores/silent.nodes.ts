import type { Redis } from 'ioredis';
import { withinTime } from '../process/time-limit.js';

const PROBE_EVERY_MS = 500;
const PROBE_MS = 2000;

/**
 * Nodes of a cluster that take connections and answer nothing. A connection to one is ended as soon as it is made, so that no
 * command waits for it, until the node answers a probe.
 */
export class SilentNodes {
  private readonly probes = new Map<string, NodeJS.Timeout>();
  private ended = false;

  has(node: Redis): boolean {
    return this.probes.has(addressOf(node));
  }

  add(node: Redis): void {
    if (!this.ended && !this.has(node)) this.probeLater(node);
  }

  end(): void {
    this.ended = true;
    for (const timer of this.probes.values()) clearTimeout(timer);
    this.probes.clear();
  }

  private probeLater(node: Redis): void {
    const timer = setTimeout(() => void this.probe(node), PROBE_EVERY_MS);
    timer.unref();
    this.probes.set(addressOf(node), timer);
  }

  private async probe(node: Redis): Promise<void> {
    const probe = node.duplicate({ lazyConnect: true, retryStrategy: () => null });
    probe.on('error', () => undefined); // Connecting rejects and says so.
    try {
      await withinTime(probe.connect(), PROBE_MS, () => new Error('no answer'));
      this.probes.delete(addressOf(node));
    } catch {
      if (!this.ended) this.probeLater(node);
    } finally {
      probe.disconnect();
    }
  }
}

const addressOf = ({ options: { host, port } }: Redis) => `${host}:${port}`;
