import { Redis } from 'ioredis';
import mongoose from 'mongoose';
import { eventually } from '../../test/support/process/eventually.js';
import { FilmLover } from '../../test/support/system/film-lover.js';
import type { Service, System } from '../../test/support/system/system.js';
import type { Measurement } from '../results/measurement.js';
import { popularMovies } from '../load/popular.movies.js';
import { cpuSeconds, family } from '../load/processes.js';
import { MIDDLE, type Size, startWorld } from './world.js';

const SERVICES: Service[] = ['gateway', 'users', 'catalog', 'recommender'];
const DATABASES = ['users', 'catalog', 'recommender'];
/** One thing is half as much or twice as much at a time, the others stay; ratings are as many while people differ. */
const SIZES: readonly Size[] = [
  MIDDLE,
  { ...MIDDLE, people: 200, ratingsEach: 100 },
  { ...MIDDLE, people: 800, ratingsEach: 25 },
  { ...MIDDLE, films: 1000 },
  { ...MIDDLE, films: 4000 },
  { ...MIDDLE, ratingsEach: 25 },
  { ...MIDDLE, ratingsEach: 100 },
];
/** Who is active, a few at a time; each rates so many films and looks at their list and at their page after each. */
const ACTIVE = 60;
const AT_ONCE = 4;
const RATED = 5;
const LISTS_WITHIN_MS = 60_000;

/** What has been used so far. */
interface Used {
  /** Of the processor. */
  services: number;
  stores: number;
  messages: number;
  redis: number;
  mongodb: number;
}

type OnASystem = (measure: (system: System) => Promise<Measurement[]>) => Promise<Measurement[]>;

/** What an evening of a thousand active people costs, at three sizes each of people, films and ratings. */
export async function costs(onASystem: OnASystem): Promise<Measurement[]> {
  const measured: Measurement[] = [];
  for (const size of SIZES) measured.push(...(await onASystem((system) => evening(system, size))));
  return measured;
}

async function evening(system: System, size: Size): Promise<Measurement[]> {
  const ratings = await startWorld(system, size);
  const empty = await used(system);
  const people: FilmLover[] = [];
  for (let n = 0; n < ACTIVE; n += 1) people.push(await FilmLover.register(system.api));
  const films = await popularMovies(people[0], RATED);
  const before = await used(system);
  await allOf(people, (person) => active(person, films));
  await untilQuiet(system);
  const after = await used(system);
  const each = (of: keyof Used, since: Used) => ((after[of] - since[of]) * 1000) / ACTIVE;
  const mb = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`;
  return [
    {
      what: `${size.people.toLocaleString('en')} people, ${size.films.toLocaleString('en')} films, ${ratings.toLocaleString('en')} ratings`,
      value: `${Math.round(each('services', before))} s of processor, and ${Math.round(each('stores', before))} s of the stores`,
      reference: `${Math.round(each('messages', before)).toLocaleString('en')} messages, Redis ${mb(each('redis', empty))}, MongoDB ${mb(each('mongodb', empty))}`,
    },
  ];
}

/** Rates films one after the other, and looks at the list and at the page when each is announced. */
async function active(person: FilmLover, films: readonly string[]): Promise<void> {
  for (const [at, film] of films.entries()) {
    const version = await person.rate({ [film]: 1 + ((at * 5) % 9) / 2 });
    await eventually(async () => {
      const { ratingsVersion } = await person.list();
      if (ratingsVersion < version) throw new Error(`no list has seen rating ${version}`);
    }, LISTS_WITHIN_MS);
    await person.get('/me/rows');
  }
}

async function allOf<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = [...items];
  const lane = async () => {
    for (let item; (item = left.pop()) !== undefined;) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

/** Until what was published has been handled: the count of messages stands still for a moment. */
async function untilQuiet(system: System): Promise<void> {
  let before = -1;
  await eventually(async () => {
    const now = await messages(system);
    const isQuiet = now === before;
    before = now;
    if (!isQuiet) throw new Error('messages are handled');
  }, 60_000);
}

async function used(system: System): Promise<Used> {
  const own = new Set(SERVICES.map((service) => system.pid(service)!));
  const stores = family(process.pid).filter((pid) => pid !== process.pid && !own.has(pid));
  const sum = (pids: Iterable<number>) => [...pids].reduce((seconds, pid) => seconds + cpuSeconds(pid), 0);
  return {
    services: sum(own),
    stores: sum(stores),
    messages: await messages(system),
    redis: await redisBytes(system),
    mongodb: await mongodbBytes(system),
  };
}

/** Events delivered, calls and replies, as the services count them. */
async function messages(system: System): Promise<number> {
  const texts = await Promise.all(SERVICES.map((service) => system.ask(service, '/metrics')));
  const sum = (text: string, name: string) =>
    [...text.matchAll(new RegExp(`^${name}\\S* (\\d+)`, 'gm'))].reduce((all, [, n]) => all + Number(n), 0);
  return texts.reduce(
    (all, text) => all + sum(text, 'events_total') + 2 * sum(text, 'rpc_duration_seconds_count'),
    0,
  );
}

async function redisBytes({ env }: System): Promise<number> {
  const redis = new Redis(env.REDIS_URL!);
  try {
    return Number(/^used_memory_dataset:(\d+)/m.exec(await redis.info('memory'))?.[1]);
  } finally {
    redis.disconnect();
  }
}

/** Documents and indexes, before they are compressed; without models, of which one may come meanwhile. */
async function mongodbBytes({ env }: System): Promise<number> {
  const connection = await mongoose.createConnection(env.MONGODB_URI!).asPromise();
  try {
    let bytes = 0;
    for (const name of DATABASES) {
      const database = connection.useDb(`${env.MONGODB_DATABASE_PREFIX}${name}`).db!;
      for (const collection of await database.listCollections().toArray()) {
        if (collection.name.startsWith('models.')) continue;
        const { size, totalIndexSize } = await database.command({ collStats: collection.name });
        bytes += Number(size) + Number(totalIndexSize);
      }
    }
    return bytes;
  } finally {
    await connection.close();
  }
}
