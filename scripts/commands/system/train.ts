/**
 * Has the running system train a model now, and waits until it serves:
 *
 *   npm run train [-- --rollback]
 *
 * With --rollback it serves the model before this one again; once more undoes that.
 */
import { parseArgs } from 'node:util';
import { rollBackModel } from '#contracts/recommender/recommender.rpc.js';
import type { RpcClient } from '#platform/messaging/rpc.client.js';
import { oneLine, SetupError } from '../../process/setup-error.js';
import { runCalling, trainNow } from '../../runtime/training.watch.js';

const USAGE = 'usage: npm run train [-- --rollback]';

async function run(rpc: RpcClient): Promise<string> {
  let values;
  try {
    values = parseArgs({ options: { rollback: { type: 'boolean' } } }).values;
  } catch (error) {
    throw new SetupError(`${oneLine(error)}; ${USAGE}`);
  }
  if (values.rollback) {
    const { serving } = await rpc.call(rollBackModel, {});
    return `✓ model ${serving?.modelId} serves again`;
  }
  return `✓ model ${await trainNow(rpc)} serves`;
}

await runCalling(run);
