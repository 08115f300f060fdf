import type { BlendWeights } from '#ranking/scores/blend.js';
import { type SearchOptions, searchWeights } from '#ranking/scores/weight-search.js';
import { LOVERS, OF_PEOPLE, WORLDS, type WeightCase } from './weight.cases.js';
import { valueOf } from './weight.influence.js';

/** What the lovers' aim counts against that of the people of the data: one search each. */
export const RATES = [0, 0.1, 0.25, 1];
/** One search's end, or the weights as they were before any. */
export interface FrontierPoint {
  /** What the second aim counted; undefined for the weights as they were. */
  rate?: number;
  weights: BlendWeights;
  /** Mean NDCG over the conditions of the people who took no part in the search, by their shares. */
  people: number;
  /** Mean NDCG over hidden films and worlds of the lovers. */
  lovers: number;
}

/**
 * A search finds what suits the people it sees, to the last thousandth; half of the people are not shown to it, and only what suits
 * them as well is a gain.
 *
 * The weights as they are, and those that a search ends with for each rate between the two aims: where there are no lovers,
 * for one.
 *
 * @param onSearch  called with how many of all searches are done
 */
export function frontierOf(
  cases: readonly WeightCase[],
  start: BlendWeights,
  options: Partial<SearchOptions>,
  onSearch: (done: number, of: number) => void,
): FrontierPoint[] {
  const everybody = cases.filter(({ condition }) => OF_PEOPLE.includes(condition));
  const people = everybody.filter(({ chooses }) => !chooses);
  const choosing = everybody.filter(({ chooses }) => chooses);
  const lovers = cases.filter(({ condition }) => [LOVERS, WORLDS].includes(condition));
  const point = (weights: BlendWeights, rate?: number): FrontierPoint => ({
    rate,
    weights,
    people: meanOf(choosing.length > 0 ? choosing : people, weights),
    lovers: meanOf(lovers, weights),
  });
  const rates = lovers.length > 0 ? RATES : [0];
  const scale = totalOf(people) / totalOf(lovers);
  return [
    point(start),
    ...rates.map((rate, done) => {
      const counted = lovers.map((one) => ({ ...one, weight: one.weight * scale * rate }));
      const { weights } = searchWeights([...people, ...(rate > 0 ? counted : [])], start, options);
      onSearch(done + 1, rates.length);
      return point(weights, rate);
    }),
  ];
}

/**
 * The point to serve: of those that are worse in neither aim than the weights as they were, which are the first and one of
 * them, that which gains most in both together, each as a share of what it was.
 */
export function chosenOf(points: readonly FrontierPoint[]): FrontierPoint {
  const [before] = points;
  const gain = ({ people, lovers }: FrontierPoint) =>
    (people - before.people) / (before.people || 1) + (lovers - before.lovers) / (before.lovers || 1);
  return points
    .filter(({ people, lovers }) => people >= before.people && lovers >= before.lovers)
    .reduce((chosen, point) => (gain(point) > gain(chosen) ? point : chosen));
}

function meanOf(cases: readonly WeightCase[], weights: BlendWeights): number {
  const sum = cases.reduce((total, one) => total + one.weight * valueOf(one, weights), 0);
  return cases.length === 0 ? 0 : sum / totalOf(cases);
}

function totalOf(cases: readonly WeightCase[]): number {
  return cases.reduce((total, { weight }) => total + weight, 0);
}
