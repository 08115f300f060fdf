/**
 * Measures how good lists and predicted stars are, with the code that serves, and writes evaluation.md and
 * evaluation.html:
 *
 *   npm run evaluate [-- --ratings R.csv [--films M.csv]] [--ml-100k <folder>] [--folds 5] [--seed 1] [--threads 2] [--out <folder>]
 *
 * Without --ratings it measures on the sample and writes into docs/, else into .local/evaluation/. With --ml-100k it also predicts
 * the stars of u1 to u5, the official splits of MovieLens 100K, from the files of its archive.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readFileSync } from 'node:fs';
import { dataFile, projectRoot } from '#platform/config/project-root.js';
import { parseWeights } from '#ranking/scores/blend.js';
import { evaluationOf } from '../../evaluation/tasks/evaluation.js';
import { readFiles, readSample } from '../../evaluation/splits/evaluation.data.js';
import { reportOf } from '../../evaluation/report/content.js';
import { toHtml } from '../../evaluation/report/html.js';
import { toMarkdown } from '../../evaluation/report/markdown.js';
import { FOLDS } from '../../evaluation/splits/strong-generalisation.js';
import { runTasks } from '../../evaluation/tasks/task.threads.js';
import { tasksFor } from '../../evaluation/tasks/tasks.js';
import { Progress } from '#platform/process/progress.js';
import { describeItems } from '../../ranking/item.catalogue.js';
import { readOfficialSplits } from '../../ranking/movielens-100k.js';
import { oneLine } from '../../process/setup-error.js';
import { wholeOption } from '../../process/whole-option.js';

/** More threads would each hold a model being fitted. */
const DEFAULT_THREADS = Math.min(2, availableParallelism());

interface Order {
  ratings?: string;
  items?: string;
  official?: string;
  folds: number;
  seed: number;
  threads: number;
  out: string;
}

function readOrder(): Order {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { ratings: text, films: text, 'ml-100k': text, folds: text, seed: text, threads: text, out: text },
  });
  const whole = (name: 'folds' | 'seed' | 'threads', mean: number, min: number, max: number) =>
    wholeOption(name, values[name], mean, min, max);
  if (values.films !== undefined && values.ratings === undefined)
    throw new Error('--films describes the films of a ratings file: give --ratings too');
  return {
    ratings: values.ratings,
    items: values.films,
    official: values['ml-100k'],
    folds: whole('folds', FOLDS, 1, FOLDS),
    seed: whole('seed', 1, 0, 2 ** 32 - 1),
    threads: whole('threads', DEFAULT_THREADS, 1, 64),
    out:
      values.out ??
      (values.ratings === undefined
        ? join(projectRoot(), 'docs')
        : join(projectRoot(), '.local', 'evaluation')),
  };
}

async function readOfficial(folder: string) {
  const { items, splits } = await readOfficialSplits(folder);
  const rated = splits.flatMap(({ train, pairs }) => [...train.itemIds, ...pairs.map(({ item }) => item)]);
  return { items: await describeItems('evaluate', rated, items), splits };
}

async function main(): Promise<void> {
  const { ratings, items, official: folder, folds, seed, threads, out } = readOrder();
  const progress = new Progress(process.stderr);
  const weights = parseWeights(JSON.parse(readFileSync(dataFile('weights.json'), 'utf8')));
  const data = await progress.step('Reading ratings and films', () =>
    ratings === undefined ? readSample(seed) : readFiles(ratings, items, seed),
  );
  const official = folder === undefined ? undefined : await readOfficial(folder);
  const tasks = tasksFor(folds, official?.splits.length);
  const results = await progress.step(`Training ${tasks.length} times and measuring`, ({ fraction }) =>
    runTasks({ data, weights, seed, official }, tasks, threads, (done) => fraction(done / tasks.length)),
  );
  const report = reportOf(evaluationOf(data, seed, folds, results), new Date().toISOString().slice(0, 10));
  await mkdir(out, { recursive: true });
  for (const [file, text] of [
    ['evaluation.md', toMarkdown(report)],
    ['evaluation.html', toHtml(report)],
  ]) {
    await writeFile(join(out, file), text);
    console.log(join(out, file));
  }
}

await main().catch((error: unknown) => {
  console.error(`evaluate: ${oneLine(error)}`);
  process.exitCode = 1;
});
