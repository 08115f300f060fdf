import { setTimeout as pause } from 'node:timers/promises';
import { type Scenario, TITLES } from './scenario.js';
import { Clock } from './system/clock.js';
import { type Part, SERVICES, STORES } from './system/world.js';

const PARTS: Part[] = [...SERVICES, ...STORES];
const SHORT_KILLS: Part[] = ['RABBITMQ_URL'];
const SHORT_STOPS: Part[] = ['users', 'MONGODB_URI'];
/** Pairs whose members hold what the other needs. */
const PAIRS: [Part, Part][] = [
  ['users', 'MONGODB_URI'],
  ['users', 'RABBITMQ_URL'],
  ['recommender', 'REDIS_URL'],
  ['RABBITMQ_URL', 'MONGODB_URI'],
  ['RABBITMQ_URL', 'REDIS_URL'],
  ['gateway', 'users'],
];

const kills = PARTS.map((part): Scenario => ({
  name: `${TITLES[part]} killed`,
  ...(SHORT_KILLS.includes(part) && { short: true }),
  fault: (world) => world.kill(part),
}));

const stops = PARTS.map((part): Scenario => ({
  name: `${TITLES[part]} stopped`,
  ...(SHORT_STOPS.includes(part) && { short: true }),
  fault: (world, lastsMs) => world.freeze(part, lastsMs),
}));

const pairs = PAIRS.flatMap(([one, other]): Scenario[] => [
  {
    name: `${TITLES[one]} and ${TITLES[other]} killed`,
    fault: async (world) => void (await Promise.all([world.kill(one), world.kill(other)])),
  },
  {
    name: `${TITLES[one]} and ${TITLES[other]} stopped`,
    fault: async (world, lastsMs) =>
      void (await Promise.all([world.freeze(one, lastsMs), world.freeze(other, lastsMs)])),
  },
]);

/** Every process of one replica stops as it is told to and starts again, while the other replica works. */
const rolling: Scenario = {
  name: 'rolling restart',
  async fault(world) {
    const other = await world.another(...SERVICES);
    try {
      for (const replica of [world.main, other])
        for (const service of SERVICES) {
          await replica.stop(service);
          await replica.start(service);
        }
    } finally {
      await world.without(other);
    }
  },
};

/** Both versions take calls and events from the same queues; users services are updated all at once. */
const twoVersions: Scenario = {
  name: 'two versions side by side',
  skip: ({ otherVersion }) => (otherVersion ? undefined : 'needs --beside <folder of a built version>'),
  async fault(world, lastsMs) {
    const other = await world.anotherVersion('catalog', 'recommender', 'gateway');
    try {
      await pause(lastsMs);
    } finally {
      await world.without(other);
    }
  },
};

/** The services' wall clocks; timers go on as ever. */
const clockSteps = [3600, -3600].map((seconds): Scenario => ({
  name: `clocks stepped by ${seconds > 0 ? '+' : '−'}1 h and back`,
  skip: () => (Clock.canBeFaked ? undefined : 'needs the Debian package libfaketime'),
  async fault({ main }, lastsMs) {
    const clock = new Clock();
    try {
      await main.restart(clock.env);
      clock.step(seconds);
      await pause(lastsMs);
      clock.step(0);
      await pause(lastsMs);
    } finally {
      await main.restart({});
      clock.remove();
    }
  },
}));

export const processScenarios: Scenario[] = [
  ...kills,
  ...stops,
  ...pairs,
  rolling,
  twoVersions,
  ...clockSteps,
];
