import { setTimeout as pause } from 'node:timers/promises';
import { type Scenario, TITLES } from './scenario.js';

const CLUSTERED = { rabbitmq: TITLES.RABBITMQ_URL, redis: TITLES.REDIS_URL };
/** The node that queues are made on. */
const LOST = 0;

/** One node of three is lost, while the services are told of all three. */
export const clusterScenarios = (['rabbitmq', 'redis'] as const).flatMap((store): Scenario[] => [
  {
    name: `one of three ${CLUSTERED[store]} nodes killed`,
    clustered: true,
    async fault({ clusters }, lastsMs) {
      const cluster = clusters![store];
      await cluster.kill(LOST);
      try {
        await pause(lastsMs);
      } finally {
        await cluster.revive(LOST);
      }
    },
  },
  {
    name: `one of three ${CLUSTERED[store]} nodes stopped`,
    clustered: true,
    async fault({ clusters }, lastsMs) {
      const cluster = clusters![store];
      cluster.signal(LOST, 'SIGSTOP');
      try {
        await pause(lastsMs);
      } finally {
        cluster.signal(LOST, 'SIGCONT');
      }
    },
  },
]);
