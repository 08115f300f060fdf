import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { dataFile } from '#platform/config/project-root.js';
import { parseWeights } from '#ranking/scores/blend.js';
import { fitRanker } from '#ranking/ranking/ranker.js';
import { lastRated } from '#ranking/data/user-preferences.js';
import { twoGroups } from '#ranking/data/two-groups.fixture.js';
import { loadModels, SOURCES } from '#ranking/scores/scorers.js';
import { scoreForUser, wholeSources } from '#ranking/scores/user-scores.js';
import { evaluationData } from '../splits/evaluation.data.js';
import { scoreUsers, preferencesOfUser } from './fold.scores.js';
import { cutTo, strongGeneralisation } from '../splits/strong-generalisation.js';

const groups = twoGroups();
const { items, ratings } = evaluationData('two tastes', groups.items, groups.ratings, 1);
const split = strongGeneralisation(ratings, 0, 1);
const weights = parseWeights(JSON.parse(readFileSync(dataFile('weights.json'), 'utf8')));
const models = loadModels(fitRanker({ items, ratings: split.train }, { weights }).models);

describe('the scores of a fold', () => {
  it('are those of every source for each person, among the films that were not given', () => {
    const scored = [...scoreUsers(models, ratings, split)];
    expect(scored.map(({ user }) => user)).toEqual(split.users);
    for (const { user, sources, candidates } of scored) {
      const preferences = preferencesOfUser(ratings, user);
      expect(sources).toEqual(
        wholeSources(scoreForUser(models, preferences, undefined, lastRated(preferences.times))),
      );
      expect(Object.keys(sources).sort()).toEqual([...SOURCES].sort());
      expect(candidates).toHaveLength(items.length - user.given.length);
      for (const item of user.target) expect(candidates).toContain(item);
      for (const entry of user.given) expect(candidates).not.toContain(ratings.items[entry]);
    }
  });

  it('leave out what is hidden', () => {
    const users = split.users.map((user) => ({
      ...user,
      given: user.given.slice(1),
      hidden: user.given.slice(0, 1).map((entry) => ratings.items[entry]),
    }));
    for (const { user, candidates, preferences } of scoreUsers(models, ratings, {
      ...split,
      users,
    })) {
      expect(candidates).not.toContain(user.hidden[0]);
      expect([...preferences.items]).not.toContain(user.hidden[0]);
    }
    expect(cutTo(split.users, ratings, 1, 1)).toEqual([]);
  });
});

describe('the data to measure on', () => {
  it('keeps each film’s ratings while films change places', () => {
    expect(items.map(({ id }) => id)).toEqual(ratings.itemIds);
    expect(items.map(({ id }) => id)).not.toEqual(groups.items.map(({ id }) => id));
    expect(ratings.stars).toHaveLength(groups.ratings.stars.length);
    const at = ratings.itemIds[ratings.items[0]];
    const before = groups.ratings.itemIds.indexOf(at);
    const entry = groups.ratings.items.subarray(0, groups.ratings.offsets[1]).indexOf(before);
    expect(ratings.stars[0]).toBe(groups.ratings.stars[entry]);
  });
});
