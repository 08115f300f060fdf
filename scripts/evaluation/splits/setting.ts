import type { BlendWeights } from '#ranking/scores/blend.js';
import type { EvaluationData } from './evaluation.data.js';

/** What everything is measured with. Plain data: it can be posted to a worker thread. */
export interface Setting {
  data: EvaluationData;
  weights: BlendWeights;
  seed: number;
}
