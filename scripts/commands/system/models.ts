/**
 * Puts models that another program has trained (deploy/spark) into service, or takes the last model back:
 *
 *   npm run models -- publish <file>
 *   npm run models -- rollback
 *
 * The file is checked, stored, completed by the running system with what it fits itself, measured on ratings that it was
 * not shown, and only then published.
 */
import { resolve } from 'node:path';
import { rollBackModel } from '#contracts/recommender/recommender.rpc.js';
import type { RpcClient } from '#platform/messaging/rpc.client.js';
import { SetupError } from '../../process/setup-error.js';
import { commandOutput } from '../../runtime/service.command.js';
import { runCalling, trainNow } from '../../runtime/training.watch.js';

const USAGE = 'usage: npm run models -- publish <file> | rollback';

async function run(rpc: RpcClient): Promise<string> {
  const [command, file, ...more] = process.argv.slice(2);
  if (command === 'rollback' && file === undefined) {
    const { serving } = await rpc.call(rollBackModel, {});
    return `✓ model ${serving?.modelId} serves again`;
  }
  if (command !== 'publish' || file === undefined || more.length > 0) throw new SetupError(USAGE);
  const said = await commandOutput('recommender', ['--upload', resolve(file)]);
  const upload = said.trim().split(/\s/).at(-1);
  return `✓ model ${await trainNow(rpc, upload)} serves`;
}

await runCalling(run);
