import { setTimeout as pause } from 'node:timers/promises';
import { trainingStatus, trainModel } from '#contracts/recommender/recommender.rpc.js';
import { readEnvironment } from '#platform/config/environment.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import autocannon from 'autocannon';
import { type Measurement, ms, quantile } from '../results/measurement.js';
import { timesToList } from './rating-to-list.bench.js';
import { someoneWithAList } from './ready-lists.bench.js';

/** Longer than a training, so that every part of one has its share: reading, fitting, storing, the switch, new lists. */
const SECONDS = 20;
const CONNECTIONS = 16;
/** Requests a second, all connections together: what can be had without a queue, so that a wait is a user's doing. */
const RATE = 200;
const LOOK_MS = 100;

/** What a reader and a rater wait for while the recommender trains one model after the other, beside the same in peace. */
export async function whileTraining(api: string): Promise<Measurement[]> {
  const user = await someoneWithAList(api);
  const headers = { authorization: `Bearer ${user.token}` };
  const url = `${api}/me/recommendations`;
  const read = async () => {
    const load = await autocannon({
      url,
      headers,
      connections: CONNECTIONS,
      overallRate: RATE,
      duration: SECONDS,
    });
    if (load.non2xx > 0) throw new Error(`${load.non2xx} of ${load.requests.total} requests were refused`);
    return load.latency.p99;
  };
  const rate = async () => quantile(await timesToList(api), 0.99);
  await read();
  const peace = { read: await read(), rate: await rate() };
  const training = await Trainings.begin();
  const busy = { read: await read(), rate: await rate() };
  const trained = await training.end();
  const row = (what: string, of: 'read' | 'rate') => ({
    what: `${what} while models train, p99`,
    value: ms(busy[of]),
    reference: `without training: ${ms(peace[of])}`,
    ratio: (busy[of] / peace[of]).toFixed(1),
  });
  return [
    row(`GET /me/recommendations, ${RATE} a second,`, 'read'),
    row(`rating → new list (models that came to serve: ${trained})`, 'rate'),
  ];
}

/** One training after the other. */
class Trainings {
  private readonly rpc = new RpcClient(readEnvironment());
  private readonly models = new Set<string>();
  private ended = false;
  private loop?: Promise<void>;

  /** Comes back when the first is under way. */
  static async begin(): Promise<Trainings> {
    const trainings = new Trainings();
    while (!(await trainings.look())) await pause(LOOK_MS);
    trainings.loop = trainings.goOn();
    return trainings;
  }

  /** @returns how many models came to serve */
  async end(): Promise<number> {
    this.ended = true;
    await this.loop;
    await this.rpc.onApplicationShutdown();
    return this.models.size - 1;
  }

  private async goOn(): Promise<void> {
    while (!this.ended) {
      await this.look();
      await pause(LOOK_MS);
    }
  }

  /** @returns whether a training is under way; when none is, one is asked for */
  private async look(): Promise<boolean> {
    const { running, serving } = await this.rpc.call(trainingStatus, {});
    if (serving) this.models.add(serving.modelId);
    if (!running) await this.rpc.call(trainModel, {});
    return running !== undefined;
  }
}
