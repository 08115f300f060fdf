import { deviationOf, type Sums } from '../late/row-moments.js';
import { LateScores } from '../late/late-scores.js';
import type { Source } from './scorers.js';

/** Scores of all items, or such as are found one by one. */
export type Scores = Float32Array | LateScores;

/** How scores lie over some items; `deviation` is 0 where they differ by rounding only. */
export interface Spread {
  mean: number;
  deviation: number;
}

/** How the scores of sources lie over the candidates of a list, each found once. */
export class Spreads {
  private readonly found = new Map<Source, Spread>();
  private left?: readonly number[];

  /** @param candidates  ascending */
  constructor(
    readonly candidates: readonly number[],
    private readonly itemCount: number,
  ) {}

  of(source: Source, scores: Scores): Spread {
    let found = this.found.get(source);
    if (!found) {
      found =
        scores instanceof LateScores
          ? ofSums(scores.sumsWithout(this.others()))
          : spread(scores, this.candidates);
      this.found.set(source, found);
    }
    return found;
  }

  /** All items but the candidates. */
  private others(): readonly number[] {
    if (!this.left) {
      const left: number[] = [];
      for (let item = 0, at = 0; item < this.itemCount; item++) {
        if (item === this.candidates[at]) at++;
        else left.push(item);
      }
      this.left = left;
    }
    return this.left;
  }
}

function ofSums(sums: Sums): Spread {
  return { mean: sums.count > 0 ? sums.sum / sums.count : 0, deviation: deviationOf(sums) };
}

/** In one pass; what is summed is how far scores lie from the first, so that no digits are lost where all are large. */
export function spread(scores: Float32Array, candidates: readonly number[]): Spread {
  const { length } = candidates;
  if (length === 0) return { mean: 0, deviation: 0 };
  const first = scores[candidates[0]];
  // Two sums of each keep the processor's pipes full.
  let [s0, s1, q0, q1] = [0, 0, 0, 0];
  let at = 0;
  for (; at + 1 < length; at += 2) {
    const a = scores[candidates[at]] - first;
    const b = scores[candidates[at + 1]] - first;
    s0 += a;
    s1 += b;
    q0 += a * a;
    q1 += b * b;
  }
  if (at < length) {
    const a = scores[candidates[at]] - first;
    s0 += a;
    q0 += a * a;
  }
  const further = (s0 + s1) / length;
  const mean = first + further;
  const deviation = Math.sqrt(Math.max(0, (q0 + q1) / length - further * further));
  // Below this the scores differ by rounding only.
  return { mean, deviation: deviation > 1e-9 * Math.max(1, Math.abs(mean)) ? deviation : 0 };
}

/**
 * A source's scores on the common scale, (score − mean) / deviation over the candidates, of an absolute one score − mean;
 * all 0 when it tells none apart.
 */
export function standardise(
  scores: Float32Array,
  candidates: readonly number[],
  absolute = false,
): Float32Array {
  const { mean, deviation } = spread(scores, candidates);
  if (deviation === 0) return new Float32Array(scores.length);
  return scores.map((score) => (score - mean) / (absolute ? 1 : deviation));
}
