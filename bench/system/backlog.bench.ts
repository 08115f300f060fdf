import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type EventEnvelope, EVENTS_EXCHANGE, eventName } from '#contracts/protocol/event.js';
import { ListRefreshed } from '#contracts/recommender/recommender.events.js';
import { RatingsChanged } from '#contracts/users/users.events.js';
import { readEnvironment } from '#platform/config/environment.js';
import { sealEvent } from '#platform/messaging/event.publisher.js';
import { eventQueue } from '#platform/messaging/rmq.options.js';
import { connect } from 'amqplib';
import { FilmLover } from '../../test/support/system/film-lover.js';
import type { System } from '../../test/support/system/system.js';
import type { Measurement } from '../results/measurement.js';

const CHANGES = 100_000;
const PEOPLE = 1000;
const CONFIRMED_AT_ONCE = 1000;
const LOOK_MS = 250;
const WITHIN_MS = 600_000;
/** Whose changes are the last of all. */
const NEWEST = 50;

/** Changes that gathered while the recommender was frozen: how long until everybody's list has seen the last of theirs. */
export async function backlog(system: System): Promise<Measurement[]> {
  const { RABBITMQ_URL: url } = readEnvironment();
  const movies = await someMovies(system.api);
  const broker = await connect(url);
  const channel = await broker.createConfirmChannel();
  const pid = system.pid('recommender')!;
  const before = memoryOf(pid);
  const people = Array.from({ length: PEOPLE }, () => randomBytes(12).toString('hex'));
  const done = new Map<string, number>();
  const news = await channel.assertQueue('', { exclusive: true });
  await channel.bindQueue(news.queue, EVENTS_EXCHANGE, eventName(ListRefreshed));
  const versions = CHANGES / PEOPLE;
  let lists = 0;
  await channel.consume(
    news.queue,
    (message) => {
      const { data } = JSON.parse(message!.content.toString()) as { data: EventEnvelope };
      const { userId, ratingsVersion } = data.data as ListRefreshed;
      lists++;
      if (ratingsVersion === versions) done.set(userId, performance.now());
    },
    { noAck: true },
  );
  process.kill(pid, 'SIGSTOP');
  for (let at = 0; at < CHANGES; at++) {
    const version = Math.floor(at / PEOPLE) + 1;
    const change = {
      movieId: movies[(at * 7 + version) % movies.length],
      rating: 1 + (at % 9) / 2,
      ratedAt: new Date().toISOString(),
    };
    const { name, ...data } = sealEvent(RatingsChanged, {
      userId: people[at % PEOPLE],
      version,
      changes: [change],
    });
    // To this queue alone: the others would have followed while the recommender could not.
    channel.sendToQueue(
      eventQueue(url, 'recommender').queue!,
      Buffer.from(JSON.stringify({ pattern: name, data })),
      { persistent: true },
    );
    if (at % CONFIRMED_AT_ONCE === 0) await channel.waitForConfirms();
  }
  await channel.waitForConfirms();
  const began = performance.now();
  process.kill(pid, 'SIGCONT');
  let most = before;
  while (done.size < PEOPLE) {
    if (performance.now() - began > WITHIN_MS)
      throw new Error(`${PEOPLE - done.size} of ${PEOPLE} lists are behind after ${WITHIN_MS / 1000} s`);
    most = Math.max(most, memoryOf(pid));
    await pause(LOOK_MS);
  }
  await broker.close();
  const seconds = (ids: string[]) =>
    ((Math.max(...ids.map((id) => done.get(id)!)) - began) / 1000).toFixed(1) + ' s';
  return [
    {
      what: `${CHANGES.toLocaleString('en')} changes of ${PEOPLE.toLocaleString('en')} people waited → the last list announced`,
      value: seconds(people),
      reference: `the ${NEWEST} who changed something last: ${seconds(people.slice(-NEWEST))}`,
    },
    { what: 'lists announced on the way', value: lists.toLocaleString('en') },
    {
      what: 'resident memory of recommender meanwhile, at most',
      value: `${most} MB`,
      reference: `before: ${before} MB`,
    },
  ];
}

async function someMovies(api: string): Promise<string[]> {
  const user = await FilmLover.register(api);
  const { body } = await user.get<{ items: { id: string }[] }>('/movies?limit=100');
  return body.items.map(({ id }) => id);
}

/** Resident, in MB. */
function memoryOf(pid: number): number {
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);
}
