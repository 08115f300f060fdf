import type { Source } from './blend.js';
import { ContentModel, ContentProfile } from '../models/content.model.js';
import { FEATURE_KINDS, ItemFeatures } from '../data/feature-matrix.js';
import { IalsModel, IalsUser, IalsState } from '../models/ials.model.js';
import { ItemLinearModel, ItemLinearState } from '../models/item-linear.model.js';
import { PopularityModel, PopularityState } from '../models/popularity.model.js';
import { SequenceModel, SequenceState } from '../models/sequence.model.js';
import { UserPreferences } from '../data/user-preferences.js';
import { TrendModel, TrendState } from '../models/trend.model.js';
import { Neighbour, UserNeighbourhoodModel, UserNeighbourhoodState } from '../models/user-knn.model.js';

/** The fitted models that rank, as plain data. */
export interface ModelStates {
  popularity: PopularityState;
  trend: TrendState;
  linear: ItemLinearState;
  factors: IalsState;
  neighbourhood: UserNeighbourhoodState;
  sequence: SequenceState;
  features: ItemFeatures;
}

/** The models that rank, ready to score. */
export class Models {
  readonly popularity: PopularityModel;
  readonly trend: TrendModel;
  readonly linear: ItemLinearModel;
  readonly factors: IalsModel;
  readonly neighbourhood: UserNeighbourhoodModel;
  readonly sequence: SequenceModel;
  readonly content: ContentModel;

  constructor(states: ModelStates) {
    this.popularity = new PopularityModel(states.popularity);
    this.trend = new TrendModel(states.trend);
    this.linear = new ItemLinearModel(states.linear);
    this.factors = new IalsModel(states.factors);
    this.neighbourhood = new UserNeighbourhoodModel(states.neighbourhood);
    this.sequence = new SequenceModel(states.sequence);
    this.content = new ContentModel(states.features);
  }
}

/** What every source says about every item for one user, with what is needed to explain it. */
export interface UserScores {
  user: UserPreferences;
  neighbours: Neighbour[];
  person: IalsUser;
  profile: ContentProfile;
  sources: Record<Source, Float32Array>;
}

/**
 * @param self  the user's own row in the training ratings, which is no neighbour of theirs
 * @param asOf  seconds since 1970 for which to score; now, where the ratings end, when left out
 */
export function scoreForUser(
  models: Models,
  user: UserPreferences,
  self?: number,
  asOf?: number,
): UserScores {
  const neighbours = models.neighbourhood.neighbours(user, self);
  const foldedUser = models.factors.foldIn(user);
  const profile = models.content.profile(user);
  const byKind = FEATURE_KINDS.map((kind) => [kind, models.content.score(profile, kind)]);
  return {
    user,
    neighbours,
    person: foldedUser,
    profile,
    sources: {
      popularity: models.popularity.score(),
      trend: models.trend.score(asOf),
      linear: models.linear.score(user),
      factors: models.factors.score(foldedUser),
      neighbours: models.neighbourhood.score(neighbours),
      sequence: models.sequence.score(user),
      plot: models.content.scorePlots(profile),
      ...(Object.fromEntries(byKind) as Record<(typeof FEATURE_KINDS)[number], Float32Array>),
    },
  };
}
