import { type Channel, type ChannelModel, connect, type GetMessage } from 'amqplib';
import { eventually } from '../process/eventually.js';

const SERVICES = ['users', 'catalog', 'recommender'];

/** A look into the broker's queues from outside, as an operator has it. */
export class Broker {
  private constructor(
    private readonly connection: ChannelModel,
    readonly channel: Channel,
  ) {}

  static async connect(url: string): Promise<Broker> {
    const connection = await connect(url);
    return new Broker(connection, await connection.createChannel());
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  async waiting(queue: string): Promise<number> {
    return (await this.channel.checkQueue(queue)).messageCount;
  }

  /** The next message of a queue, as soon as there is one. */
  next(queue: string): Promise<GetMessage> {
    return eventually(async () => {
      const message = await this.channel.get(queue, { noAck: true });
      if (!message) throw new Error(`${queue} is empty`);
      return message;
    });
  }

  /** Forgets what another world of the same suite left for the services. */
  async deleteServiceQueues(retryDelays: number[]): Promise<void> {
    for (const service of SERVICES) await this.deleteQueuesOf(service, retryDelays);
  }

  async deleteQueuesOf(service: string, retryDelays: number[]): Promise<void> {
    const queues = [`${service}.events`, `${service}.events.dead`, `${service}.rpc`];
    queues.push(...retryDelays.map((delay) => `${service}.events.again.${delay}`));
    for (const queue of queues) await this.channel.deleteQueue(queue);
  }
}
