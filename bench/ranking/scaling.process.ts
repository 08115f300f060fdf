import { fitRanker, Ranker } from '#ranking/ranking/ranker.js';
import { encodeModel } from '#ranking/storage/model-file.js';
import { readWeights } from '../../apps/recommender/model/blend.weights.js';
import { madeUpItems, madeUpRatings } from '../../scripts/made-up/made-up.data.js';
import { MadeUpWorld, type WorldSize } from '../../scripts/made-up/made-up.ratings.js';
import type { ScalingRun } from './scaling.bench.js';

/** A process that takes in a made-up world of a size, trains on it, stores the model, and makes lists of 100 from it. */
const size = JSON.parse(process.argv[2]) as WorldSize;
const LISTS = 20;
const RATED = 200;

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

const file = encodeModel(state, {
  modelId: 'm-0',
  createdAt: new Date(0).toISOString(),
  seed: size.seed,
  dataHash: '',
  parameters: {},
  metrics: {},
});
const ranker = new Ranker(state);
const times: number[] = [];
for (let n = 0; n < LISTS; n++) {
  const rated = Array.from({ length: RATED }, (_, at) => ({
    item: `f${(n * 37 + at * 11) % size.films}`,
    stars: 1 + ((n + at) % 9) / 2,
    ratedAt: at,
  }));
  const began = processor();
  ranker.recommend({ ratings: rated, limit: 100 });
  times.push(1000 * (processor() - began));
}
const run: ScalingRun = {
  ...size,
  ratings: ratings.items.length,
  loaded,
  seconds: ended - starts[0][1],
  parts: starts.map(([model, at], i) => [model, (starts[i + 1]?.[1] ?? ended) - at]),
  megabytes: megabytes(),
  bundleMegabytes: Math.round(file.length / 1e6),
  listMs: times.sort((a, b) => a - b)[LISTS >> 1],
};
console.log(JSON.stringify(run));
