import { setTimeout as pause } from 'node:timers/promises';
import type { StoreVariable } from '../../../scripts/stores/store.js';
import { type Scenario, TITLES, whileLink } from './scenario.js';
import type { World } from './system/world.js';

const LINKED: StoreVariable[] = ['RABBITMQ_URL', 'MONGODB_URI', 'REDIS_URL', 'CHROMA_URL'];
/** Longer than all retries of an event together. */
const LONG_MS = 170_000;

function alarm(name: string, set: string, unset: string): Scenario {
  return {
    name,
    async fault({ stores }: World, lastsMs: number) {
      try {
        await stores.broker(set);
        await pause(lastsMs);
      } finally {
        await stores.broker(unset);
      }
    },
  };
}

const memory = (limit: string) => `vm_memory_monitor set_vm_memory_high_watermark [{absolute,"${limit}"}]`;
const disk = (limit: string) => `rabbit_disk_monitor set_disk_free_limit ["${limit}"]`;
const alarms = [
  alarm('RabbitMQ’s memory alarm', memory('1MB'), memory('512MB')),
  alarm('RabbitMQ’s disk alarm', disk('100TB'), disk('100MB')),
];

const redis: Scenario[] = [
  {
    name: 'Redis full',
    async fault({ stores }, lastsMs) {
      try {
        await stores.redis('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
        await stores.redis('CONFIG', 'SET', 'maxmemory', '1mb');
        await pause(lastsMs);
      } finally {
        await stores.redis('CONFIG', 'SET', 'maxmemory', '0');
      }
    },
  },
  {
    name: 'Redis flushed',
    short: true,
    async fault({ stores }) {
      await stores.redis('FLUSHALL');
    },
  },
  {
    name: `Redis away for ${LONG_MS / 1000} s`,
    fault: (world) => whileLink(world, 'REDIS_URL', LONG_MS, 'cut'),
  },
];

const links = LINKED.flatMap((store): Scenario[] => [
  {
    name: `${TITLES[store]} parted from the services`,
    fault: (world, lastsMs) => whileLink(world, store, lastsMs, 'part'),
  },
  {
    name: `${TITLES[store]} 200 ms away`,
    fault: (world, lastsMs) => whileLink(world, store, lastsMs, 'slow'),
  },
]);

export const storeScenarios: Scenario[] = [...alarms, ...redis, ...links];
