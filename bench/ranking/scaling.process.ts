import { writeFileSync } from 'node:fs';
import { fitRanker } from '#ranking/ranking/ranker.js';
import { encodeModel } from '#ranking/storage/model-file.js';
import { readWeights } from '../../apps/recommender/model/blend.weights.js';
import { madeUpItems, madeUpRatings } from '../../scripts/made-up/made-up.data.js';
import { MadeUpWorld, type WorldSize } from '../../scripts/made-up/made-up.ratings.js';
import type { TrainingRun } from './scaling.bench.js';

/** A process that takes in a made-up world of a size, trains on it, and stores the model in a file. */
const size = JSON.parse(process.argv[2]) as WorldSize;
const file = process.argv[3];

const processor = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const megabytes = () => Math.round(process.resourceUsage().maxRSS / 1024);

const world = new MadeUpWorld(size);
const ratings = madeUpRatings(world);
const loaded = { seconds: processor(), megabytes: megabytes() };
const items = madeUpItems(world);
const starts: [model: string, at: number][] = [['preparing', processor()]];
const state = fitRanker(
  { items, ratings },
  {
    weights: readWeights(),
    onModel: (model) => starts.push([model, processor()]),
  },
);
const ended = processor();

const model = encodeModel(state, {
  modelId: 'm-0',
  createdAt: new Date(0).toISOString(),
  seed: size.seed,
  dataHash: '',
  parameters: {},
  metrics: {},
});
writeFileSync(file, model);
const run: TrainingRun = {
  ...size,
  ratings: ratings.items.length,
  loaded,
  seconds: ended - starts[0][1],
  parts: starts.map(([model, at], i) => [model, (starts[i + 1]?.[1] ?? ended) - at]),
  megabytes: megabytes(),
  bundleMegabytes: Math.round(model.length / 1e6),
};
console.log(JSON.stringify(run));
