import { fitRanker, type RankerData } from '#ranking/ranking/ranker.js';
import { readWeights } from '../../apps/recommender/model/blend.weights.js';
import { madeUpItems, madeUpRatings } from '../../scripts/made-up/made-up.data.js';
import { MadeUpWorld, type WorldSize } from '../../scripts/made-up/made-up.ratings.js';
import { readSample } from '../../scripts/evaluation/splits/evaluation.data.js';
import type { TrainingRun } from './training.bench.js';

/** A process that trains once, on the sample or on made-up ratings of a size, and says what it took. */
const size = JSON.parse(process.argv[2]) as WorldSize | 'sample';
const data: RankerData = size === 'sample' ? await readSample(1) : madeUp(new MadeUpWorld(size));

function madeUp(world: MadeUpWorld): RankerData {
  return { items: madeUpItems(world), ratings: madeUpRatings(world) };
}

const began = performance.now();
const starts: [model: string, at: number][] = [['preparing', began]];
const state = fitRanker(data, {
  weights: readWeights(),
  onModel: (model) => starts.push([model, performance.now()]),
});
const ended = performance.now();
const run: TrainingRun = {
  users: state.userIds.length,
  items: state.itemIds.length,
  ratings: data.ratings.stars.length,
  seconds: (ended - began) / 1000,
  bytes: process.resourceUsage().maxRSS * 1024,
  parts: starts.map(([model, at], i) => [model, ((starts[i + 1]?.[1] ?? ended) - at) / 1000]),
};
console.log(JSON.stringify(run));
