/**
 * Predicts stars for pairs of user and item from files, with the code that serves: fits on one file of ratings, folds
 * each user of the pairs in from their ratings there, and writes a prediction for every pair, unknown users and items too.
 *
 *   npm run --silent predict -- --train T.csv --pairs P.csv --out preds.csv [--films M.csv] [--seed 1] [--models F]
 *
 * --models names what deploy/spark has trained on the same ratings: its models are taken instead of fitted.
 */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Interactions, InteractionsBuilder } from '#ranking/data/interactions.js';
import { readOutsideModels } from '#ranking/storage/outside-file.js';
import { readCatalogue } from '../../ranking/item.catalogue.js';
import { readPairsFile } from '../../ranking/pairs.file.js';
import { predictPairs } from '../../ranking/pair.predictions.js';
import { readRatingsFile } from '../../ranking/ratings.file.js';
import { oneLine } from '../../process/setup-error.js';

interface Order {
  train: string;
  pairs: string;
  out: string;
  items?: string;
  models?: string;
  seed: number;
}

function readOrder(): Order {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { train: text, pairs: text, out: text, films: text, seed: text, models: text } });
  const path = (name: 'train' | 'pairs' | 'out') => {
    if (!values[name]) throw new Error(`--${name} is missing: it names a file`);
    return values[name];
  };
  const seed = Number(values.seed ?? 1);
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new Error(`--seed must be a whole number from 0, got "${values.seed}"`);
  return { train: path('train'), pairs: path('pairs'), out: path('out'), items: values.films, models: values.models, seed };
}

async function readRatings(path: string): Promise<Interactions> {
  const builder = new InteractionsBuilder();
  for await (const { user, item, rating, timestamp } of readRatingsFile(path))
    builder.add(user, item, rating, timestamp);
  const ratings = builder.build();
  if (ratings.stars.length === 0) throw new Error(`${path}: holds no ratings to learn from`);
  return ratings;
}

const quoted = (id: string) => (/[",\r\n]/u.test(id) ? `"${id.replaceAll('"', '""')}"` : id);

async function main(): Promise<void> {
  const order = readOrder();
  const pairs = await readPairsFile(order.pairs);
  const given = await readRatings(order.train);
  // Items only the pairs name are part of the catalogue: nobody has rated them, and they are predicted all the same.
  const named = [...given.itemIds, ...pairs.map(({ item }) => item)];
  const items = await readCatalogue('predict', named, order.items);
  const outside = order.models && (await readOutsideModels(await readFile(order.models))).models;
  const predicted = predictPairs({ items, ratings: given }, pairs, order.seed, outside || undefined);

  const lines = pairs.map(
    ({ user, item }, at) => `${quoted(user)},${quoted(item)},${predicted[at].toFixed(4)}`,
  );
  const partial = `${order.out}.partial`;
  await writeFile(partial, ['user,item,rating', ...lines, ''].join('\n'));
  await rename(partial, order.out);
}

await main().catch((error: unknown) => {
  console.error(`predict: ${oneLine(error)}`);
  process.exitCode = 1;
});
