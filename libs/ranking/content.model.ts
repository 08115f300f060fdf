import { FEATURE_KINDS, FeatureKind, FeatureMatrix, ItemFeatures, plotProduct } from './feature-matrix.js';
import { rowDot } from './sparse-matrix.js';
import { Taste } from './taste.js';

/** A person's profile in each kind of feature and in plots, each of length 1 (or 0, when nothing is known). */
export interface ContentProfile {
  kinds: Record<FeatureKind, Float32Array>;
  plot: Float32Array;
}

/**
 * Films like those the person liked and unlike those they disliked, separately by kind: the cosine of a film's features
 * with the profile  p = Σ_i preference_i · (features_i − mean features) / length.
 * Taking the mean off makes the profile say what sets the person apart, not what most films have.
 */
export class ContentModel {
  constructor(readonly features: ItemFeatures) {}

  profile(taste: Taste): ContentProfile {
    const kinds = FEATURE_KINDS.map((kind) => [kind, kindProfile(this.features.kinds[kind], taste)]);
    return {
      kinds: Object.fromEntries(kinds) as Record<FeatureKind, Float32Array>,
      plot: this.plotProfile(taste),
    };
  }

  /** Length itemCount, −1 to 1; higher is better. 0 for a film without features of this kind. */
  score(profile: ContentProfile, kind: FeatureKind): Float32Array {
    const matrix = this.features.kinds[kind];
    const scores = new Float32Array(matrix.rowCount);
    for (let item = 0; item < scores.length; item++) scores[item] = rowDot(matrix, item, profile.kinds[kind]);
    return scores;
  }

  /** Length itemCount, −1 to 1; higher is better. 0 for a film without a plot vector. */
  scorePlots({ plot }: ContentProfile): Float32Array {
    const { kinds, plots } = this.features;
    const scores = new Float32Array(kinds.genres.rowCount);
    for (let item = 0; item < scores.length; item++) scores[item] = plotProduct(plots, item, plot);
    return scores;
  }

  /** What each feature of `item` adds to its score of this kind; they sum to it. */
  terms(profile: ContentProfile, kind: FeatureKind, item: number): { name: string; value: number }[] {
    const { offsets, columns, values, names } = this.features.kinds[kind];
    return Array.from({ length: offsets[item + 1] - offsets[item] }, (_, k) => {
      const column = columns[offsets[item] + k];
      return { name: names[column], value: values[offsets[item] + k] * profile.kinds[kind][column] };
    });
  }

  private plotProfile(taste: Taste): Float32Array {
    const { dimensions, values } = this.features.plots;
    const profile = new Float32Array(dimensions);
    taste.items.forEach((item, k) => {
      const preference = taste.preferences[k];
      for (let d = 0; d < dimensions; d++) profile[d] += preference * values[item * dimensions + d];
    });
    return toUnitLength(profile);
  }
}

function kindProfile({ offsets, columns, values, mean }: FeatureMatrix, taste: Taste): Float32Array {
  const profile = new Float32Array(mean.length);
  let taken = 0;
  taste.items.forEach((item, k) => {
    if (offsets[item] === offsets[item + 1]) return;
    taken += taste.preferences[k];
    for (let e = offsets[item]; e < offsets[item + 1]; e++)
      profile[columns[e]] += taste.preferences[k] * values[e];
  });
  for (let column = 0; column < profile.length; column++) profile[column] -= taken * mean[column];
  return toUnitLength(profile);
}

function toUnitLength(vector: Float32Array): Float32Array {
  const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return norm > 0 ? vector.map((value) => value / norm) : vector;
}
