import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../process/eventually.js';
import { movieId } from '../system/small.dataset.js';
import type { Scenario } from './scenario.js';
import type { ChangedMessage } from './saves/written.log.js';

const BACKLOG = 100_000;
const BACKLOG_PEOPLE = 1000;
const BATCH = 1000;
const LATE_MS = 3000;
/** Who follows changed ratings. */
const FOLLOWERS = ['catalog', 'recommender'];
/** Bytes that are no event: each ends in the dead queue of every follower. */
const POISON = ['', '{', 'null', '[]', '{"pattern":"users.ratings-changed.v1"}', `"${'x'.repeat(100_000)}"`];

/** A user's changes as the users service would publish them, of somebody only the recommender has heard of. */
function changeOf(person: number, version: number): ChangedMessage {
  const now = new Date().toISOString();
  return {
    pattern: 'users.ratings-changed.v1',
    data: {
      id: randomUUID(),
      occurredAt: now,
      correlationId: randomUUID(),
      data: {
        userId: person.toString(16).padStart(24, 'f'),
        version,
        changes: [{ movieId: movieId('paris', version % 60), rating: 1 + (version % 9) / 2, ratedAt: now }],
      },
    },
  };
}

export const messageScenarios: Scenario[] = [
  {
    name: 'every event three times',
    async fault({ written }, lastsMs) {
      const repeated = new Set<string>();
      written.heard = (message) => {
        if (repeated.has(message.data.id)) return;
        repeated.add(message.data.id);
        for (let n = 0; n < 2; n++) void written.publish(message);
      };
      await pause(lastsMs);
      written.heard = () => undefined;
    },
  },
  {
    name: 'events again, late and backwards',
    async fault({ written }, lastsMs) {
      const began = written.messages.length;
      await pause(lastsMs);
      const late = written.messages.slice(began).reverse();
      await pause(LATE_MS);
      for (const message of late) await written.publish(message);
    },
  },
  {
    name: 'poison among the events',
    short: true,
    async fault({ written, main }) {
      const before = await main.dead();
      for (const text of POISON) await written.publishBytes(Buffer.from(text));
      await eventually(async () => {
        const dead = (await main.dead()) - before;
        if (dead !== POISON.length * FOLLOWERS.length) throw new Error(`${dead} poisonous messages are dead`);
      }, 30_000);
      for (const service of FOLLOWERS) await written.channel.purgeQueue(`${service}.events.dead`);
    },
  },
  {
    name: `a backlog of ${BACKLOG.toLocaleString('en')} changes`,
    async fault({ written, main }) {
      main.freeze('recommender');
      try {
        for (let sent = 0; sent < BACKLOG; sent += BATCH)
          await Promise.all(
            Array.from({ length: BATCH }, (_, n) =>
              written.publish(
                changeOf((sent + n) % BACKLOG_PEOPLE, Math.floor((sent + n) / BACKLOG_PEOPLE) + 1),
              ),
            ),
          );
      } finally {
        main.thaw('recommender');
      }
    },
  },
];
