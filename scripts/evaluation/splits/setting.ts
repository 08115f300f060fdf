import type { BlendWeights } from '#ranking/scores/blend.js';
import type { Item } from '#ranking/data/item.js';
import type { OfficialSplit } from '../../ranking/movielens-100k.js';
import type { EvaluationData } from './evaluation.data.js';

/** What everything is measured with. Plain data: it can be posted to a worker thread. */
export interface Setting {
  data: EvaluationData;
  weights: BlendWeights;
  seed: number;
  /** MovieLens 100K as its authors divided it, where its files are given. */
  official?: { items: Item[]; splits: OfficialSplit[] };
}
