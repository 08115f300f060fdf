import { multiplyAllModelRows, sumModelRows } from '../kernels/model.rows.js';
import { RowMoments } from '../late/row-moments.js';
import { drained } from '../math/steps.js';
import { byKind, FeatureKind, ItemFeatures } from '../data/feature-matrix.js';
import { UserPreferences } from '../data/user-preferences.js';
import { LateScores } from '../late/late-scores.js';
import { FeatureKindScores, type FeatureTaste } from '../data/feature-taste.js';
import { type RatedAndNot, scorer, type SourceScores } from './scorer.js';

/** A user's profile in each kind of feature and in plots, each of length 1 (or 0, when nothing is known). */
export interface ContentProfile {
  kinds: Record<FeatureKind, FeatureTaste>;
  plot: Float64Array;
}

/** Whom items are compared with. */
export interface ContentTaste {
  profile: ContentProfile;
  /** The same for items nobody has rated. */
  lasting: ContentProfile;
  known: RatedAndNot;
}

/** Of the plots of all items. */
interface MeasuredPlots {
  known: RatedAndNot;
  rated: RowMoments;
  unrated: RowMoments;
}

/**
 * Items like those the user liked and unlike those they disliked, separately by kind: the cosine of an item's features
 * with the profile  p = Σ_i preference_i · (features_i − mean features) / length.
 * Taking the mean off makes the profile say what sets the user apart, not what most items have.
 */
export class ContentModel {
  /** All items, as if each had been rated. */
  readonly everything: RatedAndNot;
  private readonly kinds: Record<FeatureKind, FeatureKindScores>;
  private measured?: MeasuredPlots;

  constructor(readonly features: ItemFeatures) {
    this.kinds = byKind((kind) => new FeatureKindScores(features.kinds[kind]));
    const { rowCount } = features.kinds.genres;
    this.everything = {
      rated: Int32Array.from({ length: rowCount }, (_, item) => item),
      unrated: new Int32Array(),
      isUnrated: new Uint8Array(rowCount),
    };
  }

  profile(user: UserPreferences): ContentProfile {
    return { kinds: byKind((kind) => this.kinds[kind].taste(user)), plot: this.plotProfile(user) };
  }

  /** Length itemCount, −1 to 1; higher is better. 0 for an item without features of this kind. */
  score(profile: ContentProfile, kind: FeatureKind): Float32Array {
    return this.kinds[kind].score(profile.kinds[kind]);
  }

  /** The same, but for items nobody has rated by another profile. */
  scoreBoth({ profile, lasting, known }: ContentTaste, kind: FeatureKind): Float32Array {
    const scores = this.score(profile, kind);
    const others = this.score(lasting, kind);
    for (const item of known.unrated) scores[item] = others[item];
    return scores;
  }

  /** Length itemCount, −1 to 1; higher is better. 0 for an item without a plot vector. */
  scorePlots({ plot }: ContentProfile): Float32Array {
    const { kinds, plots } = this.features;
    return multiplyAllModelRows(plots.values, kinds.genres.rowCount, plot);
  }

  /** The same of both profiles, one by one: plots have more numbers than all else together. */
  latePlots({ profile, lasting, known }: ContentTaste): LateScores {
    if (this.measured?.known !== known) drained(this.measureInSteps(known));
    const { rated, unrated } = this.measured!;
    const parts = [
      { moments: rated, vector: profile.plot },
      { moments: unrated, vector: lasting.plot },
    ];
    return new LateScores(this.features.plots.values, parts, known.isUnrated);
  }

  /** Measures the plots of all items, which lists need: in steps, as it takes seconds of a large catalogue. */
  *measureInSteps(known: RatedAndNot): Generator<void, void> {
    const { values, dimensions } = this.features.plots;
    const rated = yield* RowMoments.inSteps(values, dimensions, known.rated);
    const unrated = yield* RowMoments.inSteps(values, dimensions, known.unrated);
    this.measured = { known, rated, unrated };
  }

  /** What each feature of `item` adds to its score of this kind; they sum to it. */
  terms(profile: ContentProfile, kind: FeatureKind, item: number): { name: string; value: number }[] {
    const terms: { name: string; value: number }[] = [];
    const { names } = this.features.kinds[kind];
    this.eachTerm(profile, kind, item, (column, value) => terms.push({ name: names[column], value }));
    return terms;
  }

  /** The same one after the other, by the features' columns. */
  eachTerm(
    profile: ContentProfile,
    kind: FeatureKind,
    item: number,
    take: (column: number, value: number) => void,
  ): void {
    this.kinds[kind].eachTerm(profile.kinds[kind], item, take);
  }

  private plotProfile({ items, preferences }: UserPreferences): Float64Array {
    const { dimensions, values } = this.features.plots;
    const sum = sumModelRows(values, dimensions, items, Float64Array.from(preferences));
    const squares = sum.reduce((total, value) => total + value * value, 0);
    return squares > 0 ? sum.map((value) => value / Math.sqrt(squares)) : sum;
  }
}

export const contentScorer = scorer({
  title: 'genres, people, keywords, plots',
  sources: {
    genres: { contribution: 'genres', floor: 0.05 },
    people: { contribution: 'people', floor: 0.02 },
    keywords: { contribution: 'keywords', floor: 0.02 },
    collection: { contribution: 'keywords' },
    language: { contribution: 'genres' },
    decade: { contribution: 'genres' },
    plot: { contribution: 'plot', floor: 0.02 },
  },
  fit: ({ features }) => features,
  load: (state: ItemFeatures) => new ContentModel(state),
  score(model, { user, lasting = user, known = model.everything }) {
    const profile = model.profile(user);
    const taste = { profile, lasting: lasting === user ? profile : model.profile(lasting), known };
    const scoresOf = (kind: FeatureKind) =>
      taste.lasting === profile ? model.score(profile, kind) : model.scoreBoth(taste, kind);
    return {
      taste,
      sources: {
        ...byKind((kind): SourceScores => ({ scores: scoresOf(kind) })),
        plot: model.latePlots(taste).asSource(),
      },
    };
  },
});
