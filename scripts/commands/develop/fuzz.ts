import { parseArgs } from 'node:util';
import { Progress } from '#platform/process/progress.js';
import { faultLines, fuzz } from '../../../test/support/fuzz/fuzz.js';
import { startTestStack } from '../../../test/support/stack/start-test-stack.js';
import { startSmall } from '../../../test/support/system/small.system.js';
import { System } from '../../../test/support/system/system.js';
import { runInterruptibly } from '../../process/interruption.js';

/** Sends made-up requests to every route of a system of its own, and says which answers the API does not document. */
const USAGE = 'usage: npm run fuzz [-- [--requests N] [--seed S]]';
const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    help: { type: 'boolean' },
  },
});
const [count, seed] = [Number(values.requests), Number(values.seed)];
if (values.help || !(count > 0) || !Number.isInteger(seed)) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 1);
}

await runInterruptibly(async (signal) => {
  const progress = new Progress();
  const stack = await startTestStack(progress, { signal });
  Object.assign(process.env, stack.env);
  const system = new System({
    THROTTLE_PER_USER: '1000000',
    THROTTLE_PER_ADDRESS: '1000000',
    TRUSTED_PROXIES: '1',
  });
  try {
    await progress.step('Starting the system', () => startSmall(system));
    const result = await progress.step(`Sending ${count} requests, seed ${seed}`, () =>
      fuzz(system.origin('gateway'), count, seed),
    );
    console.log(`answers by status: ${JSON.stringify(result.statuses)}`);
    for (const line of faultLines(result)) console.log(`✗ ${line}`);
    const logged = (await system.printed()).split('\n').filter((line) => /"level":(50|60)/.test(line));
    for (const line of logged) console.log(`✗ logged: ${line}`);
    if (result.faults.length + logged.length > 0) return 1;
    console.log('✓ every answer is documented');
    return 0;
  } finally {
    await system.stopAll();
    await stack.stop();
  }
});
