/**
 * Measures lists and stars on splits that others made, with the code that serves, and prints a table of them:
 *
 *   npm run --silent evaluate-splits -- <folder>… [--part test|validation] [--only <word>]
 *
 * A folder has films.csv, top-n-strong, next-film and stars-cv (see GivenSplits). Parameters are to be chosen by the validation parts;
 * films without ratings and stars have none, and are left out there. --only measures what has the word in its name.
 */
import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { dataFile } from '#platform/config/project-root.js';
import { Progress } from '#platform/process/progress.js';
import { parseWeights } from '#ranking/scores/blend.js';
import { readCatalogue } from '../../ranking/item.catalogue.js';
import { givenTasks } from '../../evaluation/given/given.measures.js';
import { GivenSplits, type Part } from '../../evaluation/given/given.splits.js';
import { givenReport } from '../../evaluation/given/given.table.js';
import { toMarkdown } from '../../evaluation/report/markdown.js';
import { shuffled } from '../../evaluation/splits/split.js';
import type { Tables } from '../../evaluation/splits/samples.js';
import { oneLine } from '../../process/setup-error.js';

interface Order {
  folders: string[];
  part: Part;
  only: string;
}

function readOrder(): Order {
  const { values, positionals } = parseArgs({
    options: { part: { type: 'string' }, only: { type: 'string' } },
    allowPositionals: true,
  });
  const { part = 'test', only = '' } = values;
  if (part !== 'test' && part !== 'validation')
    throw new Error(`--part must be "test" or "validation", got "${part}"`);
  if (positionals.length === 0) throw new Error('give a folder of splits');
  return { folders: positionals.map((folder) => resolve(folder)), part, only };
}

async function main(): Promise<void> {
  const { folders, part, only } = readOrder();
  const progress = new Progress(process.stderr);
  const weights = parseWeights(JSON.parse(readFileSync(dataFile('weights.json'), 'utf8')));
  const measured: Record<string, Tables> = {};
  for (const folder of folders) {
    const ids = await GivenSplits.itemIds(folder);
    // Where nothing tells films apart the first ones come first, and a catalogue often begins with the famous ones.
    const items = shuffled(await readCatalogue('evaluate-splits', ids, join(folder, 'films.csv')), 1);
    const splits = new GivenSplits(
      folder,
      items.map(({ id }) => id),
      part,
    );
    const tables = (measured[basename(folder)] = {});
    const tasks = givenTasks(splits, items, weights).filter(({ name }) => name.includes(only));
    await progress.step(`Measuring on ${basename(folder)}`, async ({ fraction }) => {
      for (const [done, task] of tasks.entries()) {
        await task.run(tables);
        fraction((done + 1) / tasks.length);
      }
    });
  }
  console.log(toMarkdown(givenReport(measured)));
}

await main().catch((error: unknown) => {
  console.error(`evaluate-splits: ${oneLine(error)}`);
  process.exitCode = 1;
});
