/**
 * Breaks one part after the other of a system of its own while people save, and counts what became of their saves:
 *
 *   npm run chaos [-- --seed 1] [--only <words of a name>] [--short] [--beside <folder of another version, built>] [--out docs/reliability.md]
 */
import { rmSync, mkdtempSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Progress } from '#platform/process/progress.js';
import { faultsOf, tableOf, writeBetweenMarks } from '../../../test/support/chaos/report.js';
import { FULL, type Outcome, runScenario, SHORT } from '../../../test/support/chaos/runner.js';
import type { Scenario } from '../../../test/support/chaos/scenario.js';
import { SCENARIOS } from '../../../test/support/chaos/scenarios.js';
import { World, type WorldOptions } from '../../../test/support/chaos/system/world.js';
import { runInterruptibly } from '../../process/interruption.js';
import { oneLine } from '../../process/setup-error.js';
import { wholeOption } from '../../process/whole-option.js';

const USAGE = 'usage: npm run chaos [-- [--seed N] [--only WORDS] [--short] [--beside FOLDER] [--out FILE]]';
const MOST_SEED = 1_000_000;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    only: { type: 'string' },
    short: { type: 'boolean', default: false },
    beside: { type: 'string' },
    out: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

const form = {
  ...(values.short ? SHORT : FULL),
  seed: wholeOption('seed', values.seed, FULL.seed, 0, MOST_SEED),
};
const chosen = SCENARIOS.filter(
  ({ name, short }) =>
    (!values.short || short) && name.toLowerCase().includes(values.only?.toLowerCase() ?? ''),
);

/** What has become of the chosen scenarios so far. */
const outcomes: Outcome[] = [];
const skipped = new Map<string, string>();

async function run(progress: Progress, signal: AbortSignal): Promise<void> {
  try {
    for (const clustered of [false, true]) {
      const scenarios = chosen.filter((scenario) => clustered === Boolean(scenario.clustered));
      if (scenarios.length > 0)
        await runIn({ clustered, otherVersion: values.beside }, scenarios, progress, signal);
    }
  } finally {
    if (outcomes.length > 0) report();
  }
}

async function runIn(
  options: WorldOptions,
  scenarios: Scenario[],
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const world = await World.start(progress, signal, options);
  try {
    for (const scenario of scenarios) {
      signal.throwIfAborted();
      const reason = scenario.skip?.(world);
      if (reason) {
        skipped.set(scenario.name, reason);
        continue;
      }
      try {
        const outcome = await progress.step(
          `${chosen.indexOf(scenario) + 1} of ${chosen.length}: ${scenario.name}`,
          () => runScenario(world, scenario, form),
        );
        outcomes.push(outcome);
        for (const fault of faultsOf(outcome)) progress.say(`  ✗ ${fault}`);
      } catch (error) {
        // Of the runner's own making; the other scenarios go on.
        skipped.set(scenario.name, `could not be run: ${oneLine(error)}`);
        progress.say(`  ✗ ${oneLine(error)}`);
      }
    }
  } finally {
    await world.stop();
  }
}

function report(): void {
  const table = tableOf(outcomes, skipped);
  console.log(table);
  if (!values.out) return;
  const [cpu] = cpus();
  const how = `Made by \`npm run chaos\` with seed ${form.seed} on ${cpus().length} × ${cpu.model.trim()}, ${new Date().toISOString().slice(0, 10)}: ${form.people} people, a save of each about every ${form.pauseMs} ms; what is stopped, full or parted is so for ${form.lastsMs / 1000} s.`;
  writeBetweenMarks(values.out, `${how}\n\n${table}`);
}

if (chosen.length === 0) {
  console.error(
    `✗ no fault is called "${values.only}"; there are:\n${SCENARIOS.map(({ name }) => `  ${name}`).join('\n')}`,
  );
  process.exit(2);
}
await runInterruptibly(async (signal) => {
  // All that the run makes goes in here, so that nothing is left of one that was interrupted.
  const folder = mkdtempSync(join(tmpdir(), 'movie-recommender-'));
  process.env.TMPDIR = folder;
  try {
    await run(new Progress(), signal);
    return outcomes.some((outcome) => faultsOf(outcome).length > 0) ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  }
});
