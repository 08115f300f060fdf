/**
 * Ranks items for users from files, with the code that serves: trains on one file of ratings, folds the users of
 * another in and writes each one's list as a line of JSON, best first.
 *
 *   npm run --silent rank -- --train T.csv --foldin F.csv --top 100 --out recs.jsonl [--films M.csv] [--seed 1] [--models F.safetensors]
 *
 * --models names what deploy/spark has trained on the same ratings: its models are taken instead of fitted.
 */
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { dataFile } from '#platform/config/project-root.js';
import { parseWeights } from '#ranking/scores/blend.js';
import { InteractionsBuilder } from '#ranking/data/interactions.js';
import { Ranker } from '#ranking/ranking/ranker.js';
import type { UserRating } from '#ranking/ranking/recommendation.js';
import { readOutsideModels } from '#ranking/storage/outside-file.js';
import { lastRated } from '#ranking/data/user-preferences.js';
import { readCatalogue } from '../../ranking/item.catalogue.js';
import { readRatingsFile } from '../../ranking/ratings.file.js';
import { oneLine } from '../../process/setup-error.js';

interface Order {
  train: string;
  foldin: string;
  out: string;
  items?: string;
  models?: string;
  top: number;
  seed: number;
}

function readOrder(): Order {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { train: text, foldin: text, out: text, films: text, top: text, seed: text, models: text },
  });
  const path = (name: 'train' | 'foldin' | 'out') => {
    if (!values[name]) throw new Error(`--${name} is missing: it names a file`);
    return values[name];
  };
  const whole = (name: 'top' | 'seed', mean: number, min: number) => {
    const value = Number(values[name] ?? mean);
    if (!Number.isSafeInteger(value) || value < min)
      throw new Error(`--${name} must be a whole number from ${min}, got "${values[name]}"`);
    return value;
  };
  return {
    train: path('train'),
    foldin: path('foldin'),
    out: path('out'),
    items: values.films,
    models: values.models,
    top: whole('top', 100, 1),
    seed: whole('seed', 1, 0),
  };
}

async function main(): Promise<void> {
  const order = readOrder();
  const foldin = new Map<string, UserRating[]>();
  for await (const { user, item, rating, timestamp } of readRatingsFile(order.foldin)) {
    const ratings = foldin.get(user) ?? [];
    ratings.push({ item, stars: rating, ratedAt: timestamp });
    foldin.set(user, ratings);
  }
  const builder = new InteractionsBuilder();
  for await (const { user, item, rating, timestamp } of readRatingsFile(order.train))
    builder.add(user, item, rating, timestamp);
  const ratings = builder.build();
  if (ratings.stars.length === 0 && !order.items)
    throw new Error(`${order.train}: holds no ratings, and without --films there is nothing to rank`);
  const items = await readCatalogue('rank', ratings.itemIds, order.items);
  const weights = parseWeights(JSON.parse(readFileSync(dataFile('weights.json'), 'utf8')));
  const outside = order.models && (await readOutsideModels(readFileSync(order.models))).models;
  const ranker = Ranker.fit(
    { items, ratings },
    { weights, parameters: { ials: { seed: order.seed } }, ...(outside && { outside }) },
  );

  const partial = `${order.out}.partial`;
  const out = createWriteStream(partial);
  // An error before the end (no such folder, a full disk) comes out of the awaits below.
  const closed = once(out, 'close');
  for (const [user, rated] of foldin) {
    const items = ranker
      .recommend({
        ratings: rated,
        userId: user,
        asOf: lastRated(rated.map(({ ratedAt }) => ratedAt)),
        limit: order.top,
      })
      .map(({ item }) => item);
    if (!out.write(`${JSON.stringify({ user, items })}\n`)) await once(out, 'drain');
  }
  out.end();
  await closed;
  await rename(partial, order.out);
}

await main().catch((error: unknown) => {
  console.error(`rank: ${oneLine(error)}`);
  process.exitCode = 1;
});
