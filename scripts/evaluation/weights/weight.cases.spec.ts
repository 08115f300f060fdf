import { describe, expect, it } from '@jest/globals';
import type { BlendWeights } from '#ranking/scores/blend.js';
import { bySource } from '#ranking/scores/scorers.js';
import { evaluationData } from '../splits/evaluation.data.js';
import { twoGroups } from '#ranking/data/two-groups.fixture.js';
import { TASTES } from '../panel/tastes.js';
import { NEXT_FILM } from '../tasks/tasks.js';
import { ALL_RATINGS, LOVERS, UNRATED, weightCases, WORLDS } from './weight.cases.js';
import { influenceOf, valueOf, without } from './weight.influence.js';

const weights: BlendWeights = {
  ratings: [0, 1],
  sources: bySource(() => [1, 1]),
};

describe('film lovers whose films are in the catalogue', () => {
  it('each have one film they love hidden, to be found among all but those given', () => {
    const { items, ratings } = twoGroups();
    const [{ rated }] = TASTES;
    const french = rated.map(([id]) => ({ id, language: 'fr', genres: ['Drama'] }));
    const data = evaluationData('with French films', [...items, ...french], ratings, 1);
    const own = weightCases(data, weights, { folds: 1, seed: 1 }, () => {}).filter(
      ({ condition }) => condition === LOVERS,
    );
    expect(own).toHaveLength(rated.filter(([, , stars]) => stars >= 4).length);
    for (const { relevant, excluded, ratings: given } of own) {
      expect(given).toBe(rated.length - 1);
      expect(relevant).toHaveLength(1);
      expect(excluded[relevant[0]]).toBe(0);
      expect(excluded.reduce((sum, out) => sum + out, 0)).toBe(given);
    }
    expect(new Set(own.map(({ relevant }) => relevant[0])).size).toBe(own.length);
  });
});

describe('worlds of film lovers', () => {
  it('are to be found by few ratings, by their own, and by a history of what is best known there', () => {
    const { items, ratings } = twoGroups();
    const [{ rated }] = TASTES;
    const own = rated.map(([id]) => ({ id, language: id === '274' ? 'en' : 'fr', genres: ['Drama'] }));
    const others = Array.from({ length: 30 }, (_, at) => ({ id: `other ${at}`, language: 'fr' }));
    const inWorld = others.length + items.filter(({ language }) => language === 'fr').length;
    const data = evaluationData('with more French films', [...items, ...own, ...others], ratings, 1);
    const cases = weightCases(data, weights, { folds: 1, seed: 1 }, () => {}).filter(
      ({ condition }) => condition === WORLDS,
    );
    // Fifty would leave less than as many again.
    expect(cases.map(({ ratings: given }) => given)).toEqual([rated.length, 3, 20]);
    for (const { relevant, excluded, ratings: given, top } of cases) {
      expect(top).toBe(50);
      expect(relevant).toHaveLength(inWorld - Math.max(0, given - rated.length));
      expect([...relevant].filter((item) => excluded[item])).toEqual([]);
    }
  });
});

describe('what weights are measured by', () => {
  const { items, ratings } = twoGroups();
  const data = evaluationData('two tastes', items, ratings, 1);
  const trainings: [number, number][] = [];
  const cases = weightCases(data, weights, { folds: 1, seed: 1 }, (...done) => trainings.push(done));
  const all = cases.filter(({ condition }) => condition === ALL_RATINGS);

  it('has people held out, people who come back and people with films nobody rated, and tells how far it is', () => {
    expect(all.length).toBeGreaterThan(5);
    for (const other of [NEXT_FILM, UNRATED])
      expect(cases.some(({ condition }) => condition === other)).toBe(true);
    expect(trainings).toEqual([1, 2, 3, 4, 5, 6].map((done) => [done, 6]));
  });

  it('looks on a first page for the one film that somebody who comes back liked next', () => {
    const returning = cases.filter(({ condition }) => condition === NEXT_FILM);
    expect(returning.every(({ top, relevant }) => top === 10 && relevant.length === 1)).toBe(true);
    expect(all.every(({ top }) => top === undefined)).toBe(true);
  });

  it('never looks for a film that may not be listed', () => {
    for (const { relevant, excluded } of cases)
      expect([...relevant].filter((item) => excluded[item])).toEqual([]);
  });

  it('keeps every other person from the search', () => {
    const choosing = all.filter(({ chooses }) => chooses);
    expect(Math.abs(choosing.length - all.length / 2)).toBeLessThanOrEqual(1);
  });

  it('weighs the cases of a condition alike', () => {
    const total = all.reduce((sum, { weight }) => sum + weight, 0);
    expect(total).toBeCloseTo(2.5);
  });

  it('shows a part’s influence as what is lost without it, and none for a part that is silent already', () => {
    const silent = without(weights, 'collaborative');
    const lost = all.map((one) => valueOf(one, weights) - valueOf(one, silent));
    const mean = lost.reduce((a, b) => a + b) / lost.length;
    expect(influenceOf(all, weights, 'collaborative')?.mean).toBeCloseTo(mean, 9);
    expect(influenceOf(all, silent, 'collaborative')?.mean).toBe(0);
    expect(silent.sources.genres).toEqual(weights.sources.genres);
  });
});
