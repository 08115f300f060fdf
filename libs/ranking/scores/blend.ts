import { type Contributions, CONTRIBUTIONS, type SourceScores } from '../models/scorer.js';
import { LateScores } from '../late/late-scores.js';
import { RawScores, type Term } from './raw-scores.js';
import { type Scores, Spreads } from './spread.js';
import { bySource, CONTRIBUTION_OF, type Source, SOURCES, TRAITS_OF } from './scorers.js';

/** Weights of the sources by how many ratings a user has: the content of `data/weights.json`. */
export interface BlendWeights {
  /** Row heads: numbers of ratings, ascending from 0. Between them weights are interpolated, beyond the last they stay. */
  ratings: number[];
  /** For each source one weight (≥ 0) per row head. */
  sources: Record<Source, number[]>;
}

/** What files written before 0.5.0 call these sources. */
const FORMER_NAMES: Record<string, Source> = { linear: 'itemLinear', factors: 'ials', neighbours: 'userKnn' };

/**
 * Checks what was read from a weights file. A source may go by its former name; one that the file does not name, because
 * it came later, takes no part.
 *
 * @throws TypeError or RangeError naming the field that is wrong
 */
export function parseWeights(json: unknown): BlendWeights {
  const { ratings, sources } = (json ?? {}) as { ratings?: unknown; sources?: Record<string, unknown> };
  if (!isNumbers(ratings) || ratings.length === 0)
    throw new TypeError('weights: "ratings" must be a list of numbers');
  if (ratings[0] !== 0 || ratings.some((n, i) => i > 0 && n <= ratings[i - 1])) {
    throw new RangeError('weights: "ratings" must ascend from 0');
  }
  const rows = rowsBySource(sources ?? {});
  const checked = (source: Source): number[] => {
    const row = rows.get(source) ?? ratings.map(() => 0);
    if (!isNumbers(row) || row.length !== ratings.length || row.some((weight) => weight < 0)) {
      throw new RangeError(
        `weights: "sources.${source}" must be ${ratings.length} numbers ≥ 0, one per entry of "ratings"`,
      );
    }
    return row;
  };
  return { ratings, sources: bySource(checked) };
}

/** @throws RangeError when a name is unknown or one source is there twice */
function rowsBySource(sources: Record<string, unknown>): Map<string, unknown> {
  const rows = new Map<string, unknown>();
  for (const [name, row] of Object.entries(sources)) {
    const source = FORMER_NAMES[name] ?? name;
    if (!Object.hasOwn(TRAITS_OF, source)) throw new RangeError(`weights: "sources.${name}" is no source`);
    if (rows.has(source))
      throw new RangeError(`weights: "sources" has "${source}" twice, once by its former name`);
    rows.set(source, row);
  }
  if (rows.size === 0) throw new RangeError('weights: "sources" names no source');
  return rows;
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((entry) => Number.isFinite(entry));
}

/** How much each row head counts for a user with `count` ratings, interpolated over log(1 + count); they sum to 1. */
export function headShares(heads: readonly number[], count: number): number[] {
  const above = heads.findIndex((head) => head > count);
  const high = above === -1 ? heads.length - 1 : above;
  const low = above === -1 ? high : above - 1;
  const span = Math.log1p(heads[high]) - Math.log1p(heads[low]);
  const share = span === 0 ? 1 : (Math.log1p(count) - Math.log1p(heads[low])) / span;
  return heads.map((_, at) => (at === high ? share : at === low ? 1 - share : 0));
}

/** The weights for a user with `count` ratings: the gate from popularity to preferences. */
export function weightsFor({ ratings, sources }: BlendWeights, count: number): Record<Source, number> {
  const shares = headShares(ratings, count);
  return bySource((source) => sources[source].reduce((sum, weight, head) => sum + shares[head] * weight, 0));
}

const NO_CONTRIBUTIONS = Object.fromEntries(CONTRIBUTIONS.map((kind) => [kind, 0])) as Contributions;

/**
 * A source's scores and how they are put on the common scale: z = (score − mean) / deviation over the candidates. An
 * absolute source weighs the more the further its scores lie apart, which comes to dividing them by 1.
 */
interface Standardised extends Term {
  source: Source;
  /** Its place among the sources that take part. */
  place: number;
  /** Of z: that of the weights file; of an absolute source times the deviation. */
  weight: number;
}

type Sources = Partial<Record<Source, Float32Array | SourceScores>>;

/**
 * Scores of several sources mixed for one user, and the way back from a score to its parts. When nothing tells the
 * candidates apart every score is 0.
 */
export class Blend {
  private readonly sums: RawScores;
  private readonly standardised: Standardised[];
  private readonly bySource: Partial<Record<Source, Standardised>>;
  private readonly lowest: number;
  /** Turns raw differences into shares of the 0–1 range. */
  private readonly scale: number;
  private readonly totalWeight: number;
  /** The share of its score that an item keeps. */
  private readonly kept = new Map<number, number>();
  /** What each source adds to the items that have been looked at together; shape [items, sources]. */
  private parts = new Float64Array();
  /** Of every item, where its parts begin; −1 where it has not been looked at. */
  private partsFrom?: Int32Array;

  /**
   * @param sources     of every source with a weight; higher is better
   * @param weights     below 0 where a source is to count against what it speaks for
   * @param candidates  the items the mean, deviation and the 0–1 range are taken over, ascending
   * @param spreads     of the candidates, where they have been looked at before
   */
  constructor(
    private readonly sources: Sources,
    weights: Record<Source, number>,
    candidates: readonly number[],
    private readonly spreads = new Spreads(candidates, itemCountOf(sources)),
  ) {
    this.standardised = SOURCES.flatMap((source) => {
      const scores = scoresOf(sources[source]);
      if (!scores || weights[source] === 0) return [];
      const { mean, deviation } = spreads.of(source, scores);
      if (deviation === 0) return [];
      const weight = weights[source] * (TRAITS_OF[source].absolute ? deviation : 1);
      return [{ source, scores, mean, weight, rate: weight / deviation }];
    }).map((entry, place) => ({ ...entry, place }));
    this.bySource = Object.fromEntries(this.standardised.map((entry) => [entry.source, entry]));
    this.sums = new RawScores(this.standardised, itemCountOf(sources));
    const { lowest, highest } = this.sums.range(candidates);
    this.lowest = lowest;
    this.scale = highest > lowest ? 1 / (highest - lowest) : 0;
    this.totalWeight = this.standardised.reduce((sum, { weight }) => sum + Math.abs(weight), 0);
  }

  /** The same sources and candidates with other weights; every item keeps all of its score. */
  reweighed(weights: Record<Source, number>): Blend {
    return new Blend(this.sources, weights, this.spreads.candidates, this.spreads);
  }

  /** Takes a candidate's score and all its parts down to a share of what they are, 0–1. */
  keep(item: number, share: number): void {
    if (share === 1) return;
    this.kept.set(item, share);
    this.sums.replace(item, this.lowest + share * (this.sums.of(item) - this.lowest));
  }

  /** Every item's score, before it is put on the 0–1 scale: Σ_s w_s·z_s. Its mean over the candidates is 0. */
  get raw(): Float64Array {
    return this.sums.all();
  }

  /** The same of one item: where some scores are late it costs far less than all. */
  rawOf(item: number): number {
    return this.sums.of(item);
  }

  /** The k candidates of these with the highest scores, best first; ties go to the lower index. @param items  ascending */
  top(items: readonly number[], k: number): number[] {
    return this.sums.top(items, k);
  }

  /** A candidate's score, 0–1: the one that its parts sum to. */
  score(item: number): number {
    return Math.max(0, Math.min(1, (this.sums.of(item) - this.lowest) * this.scale));
  }

  /**
   * Finds what every source adds to some items: for many that are to be explained, source by source, because the scores of one lie
   * side by side.
   */
  lookAt(items: readonly number[]): void {
    const { standardised } = this;
    this.parts = new Float64Array(items.length * standardised.length);
    this.partsFrom = new Int32Array(itemCountOf(this.sources)).fill(-1);
    for (let at = 0; at < items.length; at++) this.partsFrom[items[at]] = at * standardised.length;
    for (const { scores, mean, rate, place } of standardised) {
      const late = scores instanceof LateScores ? scores.scoresOf(items) : undefined;
      const whole = scores instanceof LateScores ? undefined : scores;
      for (let at = 0, to = place; at < items.length; at++, to += standardised.length)
        this.parts[to] = rate * ((whole ? whole[items[at]] : late![at]) - mean);
    }
  }

  /** What a source adds to an item's raw score. */
  private partOf({ scores, mean, rate, place }: Standardised, item: number): number {
    const from = this.partsFrom?.[item] ?? -1;
    if (from >= 0) return this.parts[from + place];
    return rate * ((scores instanceof LateScores ? scores.scoreOf(item) : scores[item]) - mean);
  }

  /**
   * A candidate's score and its parts.
   *
   *   score = (raw − lowest) / (highest − lowest) = Σ_s (w_s·z_s + |w_s|·z₀) / (highest − lowest),   z₀ = −lowest / Σ_s |w_s|
   *
   * so the parts sum to the score, and without source s the sum is smaller by exactly its part. Every part is measured
   * from the same z₀ deviations below the average candidate; it is negative where the item is worse than that.
   */
  explain(item: number): { score: number; contributions: Contributions } {
    const contributions = { ...NO_CONTRIBUTIONS };
    const scale = this.scale * (this.kept.get(item) ?? 1);
    const zero = this.totalWeight > 0 ? -this.lowest / this.totalWeight : 0;
    for (const entry of this.standardised) {
      const part = this.partOf(entry, item) + Math.abs(entry.weight) * zero;
      contributions[CONTRIBUTION_OF[entry.source]] += part * scale;
    }
    let sum = 0;
    for (let kind = 0; kind < CONTRIBUTIONS.length; kind++) sum += contributions[CONTRIBUTIONS[kind]];
    return { score: Math.max(0, Math.min(1, sum)), contributions };
  }

  /** How far a source lifts an item above the average candidate, as a share of the score's range; below 0: drags it down. */
  contributionAboveMean(source: Source, item: number): number {
    const found = this.bySource[source];
    return found ? this.partOf(found, item) * this.scale : 0;
  }

  /** What one unit of a source's own score adds to the final score; 0 when it takes no part. */
  unitContribution(source: Source): number {
    return (this.bySource[source]?.rate ?? 0) * this.scale;
  }
}

function scoresOf(source: Sources[Source]): Scores | undefined {
  return source === undefined || source instanceof Float32Array ? source : (source.late ?? source.scores);
}

function itemCountOf(sources: Sources): number {
  for (const source of Object.values(sources))
    if (source instanceof Float32Array) return source.length;
    else if (!source.late) return source.scores.length;
  return 0;
}
