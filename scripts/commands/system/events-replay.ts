import { readEnvironment } from '#platform/config/environment.js';
import { connect } from 'amqplib';
import { SetupError } from '../../process/setup-error.js';

const USAGE = 'usage: npm run events:replay <users|catalog|recommender>';

/** Puts a service's dead events back into its queue, each confirmed before it leaves the dead queue. */
async function replay(service: string): Promise<number> {
  const connection = await connect(readEnvironment().RABBITMQ_URL);
  try {
    const channel = await connection.createConfirmChannel();
    channel.on('error', () => undefined); // The call that failed rejects and says so.
    const { messageCount } = await channel.checkQueue(`${service}.events.dead`);
    let replayed = 0;
    while (replayed < messageCount) {
      const message = await channel.get(`${service}.events.dead`);
      if (!message) break;
      channel.sendToQueue(`${service}.events`, message.content, { persistent: true });
      await channel.waitForConfirms();
      channel.ack(message);
      replayed += 1;
    }
    return replayed;
  } finally {
    await connection.close();
  }
}

try {
  const [service = ''] = process.argv.slice(2);
  if (!/^[\w-]+$/.test(service)) throw new SetupError(USAGE);
  console.log(`${await replay(service)} events put back into ${service}.events`);
} catch (error) {
  console.error(`✗ ${(error as Error).message}`);
  process.exitCode = 1;
}
