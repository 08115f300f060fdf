import { describe, expect, it } from '@jest/globals';
import { InteractionsBuilder } from '../data/interactions.js';
import { RECENCY_DEFAULTS, RecencyModel, recencyScorer } from './recency.model.js';
import { fitContext } from './scorer.js';

/** The first moment of a year, seconds since 1970. */
const startOf = (year: number) => Date.UTC(year) / 1000;

const items = [
  { id: 'old', year: 1950 },
  { id: 'new', year: 2015 },
  { id: 'later', year: 2030 },
  { id: 'unknown' },
];
const ratings = new InteractionsBuilder()
  .add('a', 'old', 4, startOf(2016))
  .add('a', 'new', 4, startOf(2010))
  .add('b', 'later', 4, 0)
  .add('b', 'unknown', 4, 0)
  .build();
const state = recencyScorer.fit(fitContext(items, ratings));
const scoresOf = (asOf?: number) => [...new RecencyModel(state).score(asOf)];

describe('recency', () => {
  it('fades with a film’s age, written out', () => {
    const [old, recent, later, unknown] = scoresOf(startOf(2020));
    expect(old).toBeCloseTo(Math.exp(-70 / RECENCY_DEFAULTS.fading), 3);
    expect(recent).toBeCloseTo(Math.exp(-5 / RECENCY_DEFAULTS.fading), 3);
    expect(later).toBe(1);
    expect(unknown).toBe(0);
  });

  it('is as of the last rating when no moment is named', () => {
    expect(scoresOf()).toEqual(scoresOf(startOf(2016)));
    expect(scoresOf()).not.toEqual(scoresOf(startOf(2010)));
  });
});
