import { setTimeout as pause } from 'node:timers/promises';
import type { StoreVariable } from '../../../scripts/stores/store.js';
import type { Part, World } from './system/world.js';

/** One fault, from its beginning to its mending. */
export interface Scenario {
  name: string;
  /** In the short form too. */
  short?: true;
  /** On stores of three nodes each, in a system of their own. */
  clustered?: true;
  /** Why it cannot be tried here. */
  skip?(world: World): string | undefined;
  /** @param lastsMs  how long what may last does @returns once the fault is mended */
  fault(world: World, lastsMs: number, random: () => number): Promise<void>;
}

export const TITLES: Record<Part, string> = {
  users: 'users',
  catalog: 'catalog',
  recommender: 'recommender',
  gateway: 'gateway',
  RABBITMQ_URL: 'RabbitMQ',
  MONGODB_URI: 'MongoDB',
  REDIS_URL: 'Redis',
  CHROMA_URL: 'Chroma',
};

/** A fault of a link while it lasts. */
export async function whileLink(
  world: World,
  store: StoreVariable,
  lastsMs: number,
  begin: 'part' | 'cut' | 'slow',
): Promise<void> {
  const link = world.links[store];
  try {
    if (begin === 'part') link.part();
    else if (begin === 'cut') await link.cut();
    else link.delayMs = 200;
    await pause(lastsMs);
  } finally {
    link.delayMs = 0;
    link.join();
    await link.mend();
  }
}
