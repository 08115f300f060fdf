import { RabbitmqCluster } from '../../stack/rabbitmq.cluster.js';
import { RedisCluster } from '../../stack/redis.cluster.js';

/** The stores that can be clusters, each of three nodes, of which one can be lost. */
export class ChaosClusters {
  private constructor(
    readonly rabbitmq: RabbitmqCluster,
    readonly redis: RedisCluster,
  ) {}

  static async start(): Promise<ChaosClusters> {
    const rabbitmq = await RabbitmqCluster.start();
    try {
      return new ChaosClusters(rabbitmq, await RedisCluster.start());
    } catch (error) {
      await rabbitmq.stop();
      throw error;
    }
  }

  get env() {
    return { RABBITMQ_URL: this.rabbitmq.url, REDIS_URL: this.redis.url };
  }

  async stop(): Promise<void> {
    await this.redis.stop();
    await this.rabbitmq.stop();
  }
}
