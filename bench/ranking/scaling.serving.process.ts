import { Ranker, type RankerState } from '#ranking/ranking/ranker.js';
import { decodeModel } from '#ranking/storage/model-file.js';
import { modelFileBytes } from '../../apps/recommender/model/model.bytes.js';
import type { ServingRun } from './scaling.bench.js';

/** A process that reads a stored model, as a recommender does, and makes lists of 100 from it. */
const LISTS = 20;
const RATED = 200;

const { structure } = await decodeModel(await modelFileBytes(process.argv[2]));
const ranker = new Ranker(structure as RankerState);
const films = Number(process.argv[3]);
const times: number[] = [];
for (let n = 0; n < LISTS; n++) {
  const ratings = Array.from({ length: RATED }, (_, at) => ({
    item: `f${(n * 37 + at * 11) % films}`,
    stars: 1 + ((n + at) % 9) / 2,
    ratedAt: at,
  }));
  const began = process.cpuUsage();
  ranker.recommend({ ratings, limit: 100 });
  const { user, system } = process.cpuUsage(began);
  times.push((user + system) / 1000);
}
const run: ServingRun = {
  servingMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  listMs: times.sort((a, b) => a - b)[LISTS >> 1],
};
console.log(JSON.stringify(run));
