/**
 * Chooses the weights that models are blended with, shows what each part of a score adds, and writes data/weights.json,
 * weights.md and weights.html:
 *
 *   npm run optimize-weights [-- [--ratings R.csv [--films M.csv]]… [--sample] [--folds 2] [--rounds 3] [--seed 1] [--out <folder>]]
 *
 * Without --ratings it measures on the sample, with --sample on it too; of several all count alike. With --rounds 0 it only shows what the
 * present weights do. Holds each user's scores by every source in memory: about 300 MB a fold for the sample.
 */
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dataFile, projectRoot } from '#platform/config/project-root.js';
import { Progress } from '#platform/process/progress.js';
import { type BlendWeights, parseWeights } from '#ranking/scores/blend.js';
import { bySource, TRAITS_OF } from '#ranking/scores/scorers.js';
import { meanOf } from '#ranking/math/metrics.js';
import { type EvaluationData, readFiles, readSample } from '../../evaluation/splits/evaluation.data.js';
import { toHtml } from '../../evaluation/report/html.js';
import { toMarkdown } from '../../evaluation/report/markdown.js';
import { weightsReport } from '../../evaluation/report/weights.content.js';
import { FOLDS } from '../../evaluation/splits/strong-generalisation.js';
import { chosenOf, frontierOf } from '../../evaluation/weights/frontier.js';
import { CONDITIONS, weightCases, type WeightCase } from '../../evaluation/weights/weight.cases.js';
import { valueOf } from '../../evaluation/weights/weight.influence.js';
import { oneLine, SetupError } from '../../process/setup-error.js';
import { wholeOption } from '../../process/whole-option.js';

/** From one rating on every list can name these: what nobody would miss on the average user, a user would. */
const FLOOR = bySource((source) => TRAITS_OF[source].floor ?? 0);
const CEILING = bySource((source) => TRAITS_OF[source].ceiling ?? Infinity);
/** Less is noise: about a thousandth in the conditions that one weight is for. */
const MIN_GAIN = 1e-4;

interface Order {
  files: { ratings: string; items?: string }[];
  sample: boolean;
  folds: number;
  rounds: number;
  seed: number;
  out: string;
}

function readOrder(): Order {
  const text = { type: 'string' } as const;
  const files = { type: 'string', multiple: true } as const;
  const { values } = parseArgs({
    options: { ratings: files, films: files, sample: { type: 'boolean' }, folds: text, rounds: text, seed: text, out: text },
  });
  const whole = (name: 'folds' | 'rounds' | 'seed', mean: number, min: number, max: number) =>
    wholeOption(name, values[name], mean, min, max);
  const ratings = values.ratings ?? [];
  const items = values.films ?? [];
  if (items.length > 0 && items.length !== ratings.length)
    throw new Error(
      '--films describes the films of a ratings file: give one for each --ratings, in their order',
    );
  return {
    files: ratings.map((file, at) => ({ ratings: file, items: items[at] })),
    sample: values.sample === true || ratings.length === 0,
    folds: whole('folds', 2, 1, FOLDS),
    rounds: whole('rounds', 3, 0, 100),
    seed: whole('seed', 1, 0, 2 ** 32 - 1),
    out: values.out ?? join(projectRoot(), 'docs'),
  };
}

async function readData({ files, sample, seed }: Order): Promise<EvaluationData[]> {
  const data = sample ? [await readSample(seed)] : [];
  for (const { ratings, items } of files) data.push(await readFiles(ratings, items, seed));
  return data;
}

/** The weights file: numbers to three decimals, and what they were chosen by. */
function weightsFile(weights: BlendWeights, cases: readonly WeightCase[], { folds, seed }: Order): string {
  const sources = bySource((source) => weights.sources[source].map((value) => Number(value.toFixed(3))));
  const names = [...new Set(cases.map(({ data }) => data))];
  const measured = names.map((name) => {
    const figures = CONDITIONS.map((condition) => {
      const own = cases.filter(({ data, condition: of }) => data === name && of === condition);
      return [condition, Number(meanOf(own.map((one) => valueOf(one, weights)))?.mean.toFixed(4) ?? 0)];
    });
    return [name, Object.fromEntries(figures)];
  });
  const chosenBy = {
    how: `npm run optimize-weights: coordinate ascent on NDCG@100 of people held out (${folds} of ${FOLDS} folds, seed ${seed}), with all their given ratings and cut to fewer, of films without ratings ranked among themselves, and NDCG@10 of the films liked next but the last; and on NDCG@100 of film lovers from whom one film is hidden, and NDCG@50 of their worlds. One search for each rate between these two aims; served is what gains most in both together, on people who took no part in the search, and loses in neither`,
    ndcg: Object.fromEntries(measured),
  };
  return `${JSON.stringify({ ratings: weights.ratings, sources, chosenBy }, null, 2)}\n`;
}

async function main(): Promise<void> {
  const order = readOrder();
  const { rounds, out } = order;
  const progress = new Progress(process.stderr);
  const file = dataFile('weights.json');
  const start = parseWeights(JSON.parse(readFileSync(file, 'utf8')));
  const data = await progress.step('Reading ratings and films', () => readData(order));
  const cases: WeightCase[] = [];
  for (const one of data)
    await progress.step(`Training on ${one.name} and scoring its people`, async ({ fraction }) => {
      for (const found of weightCases(one, start, order, (done, of) => fraction(done / of)))
        cases.push(found);
    });
  if (cases.length === 0) throw new SetupError('nobody liked enough films for weights to be measured by');
  const points = await progress.step('Searching for weights', async ({ fraction }) =>
    frontierOf(cases, start, { rounds, gain: MIN_GAIN, floor: FLOOR, ceiling: CEILING }, (done, of) => fraction(done / of)),
  );
  const { weights } = chosenOf(points);
  const report = weightsReport(cases, points, new Date().toISOString().slice(0, 10));
  await mkdir(out, { recursive: true });
  const written = [
    [join(out, 'weights.md'), toMarkdown(report)],
    [join(out, 'weights.html'), toHtml(report)],
    ...(rounds > 0 ? [[file, weightsFile(weights, cases, order)]] : []),
  ];
  for (const [path, text] of written) {
    await writeFile(path, text);
    console.log(path);
  }
}

await main().catch((error: unknown) => {
  console.error(`optimize-weights: ${oneLine(error)}`);
  process.exitCode = 1;
});
