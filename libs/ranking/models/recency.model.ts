import { scorer } from './scorer.js';

export interface RecencyParameters {
  /** τ, in years: a film of that age counts 1/e of one that has just come out. */
  fading: number;
}

export const RECENCY_DEFAULTS: RecencyParameters = { fading: 10 };

const SECONDS_PER_YEAR = 365.25 * 86_400;

/** Fitted recency as plain data. */
export interface RecencyState {
  parameters: RecencyParameters;
  /** Year of each item; 0 where unknown. */
  years: Float32Array;
  /** When the ratings end, seconds since 1970; 0 without any. */
  end: number;
}

/** How new an item is, the same for every user: exp(−age / τ), with the age in years at the moment that is scored for. */
export class RecencyModel {
  private latest?: { asOf: number; scores: Float32Array };

  constructor(readonly state: RecencyState) {}

  /**
   * Length itemCount, 0–1; higher is newer, 1 for what comes out that year or later, 0 where the year is unknown. The array
   * is the model's own: copy it before changing it.
   *
   * @param asOf  seconds since 1970; where the ratings end, when left out
   */
  score(asOf = this.state.end): Float32Array {
    if (this.latest?.asOf !== asOf) this.latest = { asOf, scores: this.scoresAt(asOf) };
    return this.latest.scores;
  }

  private scoresAt(asOf: number): Float32Array {
    const { years, parameters } = this.state;
    const now = 1970 + asOf / SECONDS_PER_YEAR;
    return years.map((year) => (year === 0 ? 0 : Math.exp(-Math.max(0, now - year) / parameters.fading)));
  }
}

export const recencyScorer = scorer({
  title: 'how new',
  sources: { recency: { contribution: 'popularity' } },
  fit: ({ items, ratings }, changed?: Partial<RecencyParameters>): RecencyState => ({
    parameters: { ...RECENCY_DEFAULTS, ...changed },
    years: Float32Array.from(items, ({ year }) => year ?? 0),
    end: ratings.times.reduce((latest, time) => Math.max(latest, time), 0),
  }),
  load: (state: RecencyState) => new RecencyModel(state),
  score: (model, { asOf }) => ({ sources: { recency: { scores: model.score(asOf) } } }),
  parameters: (state) => state.parameters,
});
