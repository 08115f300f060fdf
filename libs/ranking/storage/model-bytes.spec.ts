import { describe, expect, it } from '@jest/globals';
import { InteractionsBuilder, alignItems } from '../data/interactions.js';
import type { Item } from '../data/item.js';
import { seededRandom } from '../math/random.js';
import { fitContext } from '../models/scorer.js';
import { fitItemLinear } from '../models/item-linear.model.js';
import { buildSideFeatures, fitStars } from '../rating-prediction/star-fit.js';
import { fitModels } from '../scores/scorers.js';
import { takeApart } from './plain-structure.js';

const PEOPLE = 250;
const FILMS = 400;
const PLOT = 384;

const random = seededRandom(3);
const items = Array.from({ length: FILMS }, (_, film): Item => ({
  id: `f${film}`,
  genres: [`genre ${film % 7}`],
  people: [`director ${film % 90}`],
  year: 1980 + (film % 40),
  plot: Float32Array.from({ length: PLOT }, () => random()),
}));
const builder = new InteractionsBuilder();
for (let person = 0; person < PEOPLE; person++)
  for (let film = 0; film < FILMS; film++)
    if (random() < 0.25) builder.add(`u${person}`, `f${film}`, 1 + (film % 5), person * 1e6 + film * 60);
const ratings = alignItems(
  builder.build(),
  items.map(({ id }) => id),
);
const context = fitContext(items, ratings);
const n = ratings.items.length;

/** Bytes of all arrays of a state. */
function bytesOf(state: unknown): number {
  return [...takeApart(state).arrays.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

/** How many bytes a model keeps: what docs/scaling.md adds up for larger catalogues. */
describe('the bytes of a state', () => {
  const states = fitModels(context);

  it('are 32 a rating for neighbours, and 8 a person and film', () => {
    expect(bytesOf(states.userKnn)).toBe(32 * n + 8 * (PEOPLE + 1) + 8 * FILMS + 4);
  });

  it('are 128 a film for factors, 16 for popularity and 4 for recency', () => {
    expect(bytesOf(states.ials)).toBe(128 * FILMS);
    expect(bytesOf(states.popularity)).toBe(16 * FILMS);
    expect(bytesOf(states.recency)).toBe(4 * FILMS);
  });

  it('are at most 800 a film for what is rated together', () => {
    const { offsets } = states.sequence.ties;
    expect(Math.max(...offsets.subarray(1).map((end, film) => end - offsets[film]))).toBe(800 / 8);
    expect(bytesOf(states.sequence)).toBe(8 * offsets[FILMS] + 4 * (FILMS + 1));
  });

  it('are 8 for each pair of moment and film of the trend, and 4 a film', () => {
    const { evidence } = states.trend;
    expect(bytesOf(states.trend)).toBe(8 * evidence.columns.length + 4 * (evidence.rowCount + 1) + 4 * FILMS);
  });

  it('are 384 a film for plots', () => {
    expect(bytesOf(states.content.plots)).toBe(384 * FILMS);
  });

  it('are 2,344 a rated film for stars', () => {
    const stars = fitStars(ratings, buildSideFeatures(items, context.features), { warmUp: 1, spacing: 1 });
    expect(bytesOf(stars)).toBe(2344 * FILMS + 4 * 1560 + 120);
  });

  it('are two a number for item-linear factors: of films and rows, or of the most rated films', () => {
    const byRows = fitItemLinear(ratings);
    expect(bytesOf(byRows.factors)).toBe(2 * FILMS * byRows.evidence.columnCount + 4 * FILMS);
    const known = 100;
    const ofMostRated = fitItemLinear(ratings, undefined, {
      ridge: 25,
      dropout: 0.33,
      contentWeight: 0,
      maxContentRows: 0,
      maxCells: known ** 2,
    });
    expect(bytesOf(ofMostRated)).toBe(2 * known ** 2 + 24 * known + 4 + 4 * FILMS);
  });
});
