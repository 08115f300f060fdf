import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { dataFile } from '#platform/config/project-root.js';
import { parseWeights, SOURCES } from '#ranking/ranking/blend.js';
import { fitRanker } from '#ranking/ranking/ranker.js';
import { lastRated } from '#ranking/data/user-preferences.js';
import { twoTastes } from '#ranking/data/two-groups.fixture.js';
import { Models, scoreForUser } from '#ranking/ranking/user-scores.js';
import { evaluationData } from '../splits/evaluation.data.js';
import { scorePeople, tasteOfPerson } from './fold.scores.js';
import { cutTo, strongGeneralisation } from '../splits/strong-generalisation.js';

const world = twoTastes();
const { films, ratings } = evaluationData('two tastes', world.films, world.ratings, 1);
const split = strongGeneralisation(ratings, 0, 1);
const weights = parseWeights(JSON.parse(readFileSync(dataFile('weights.json'), 'utf8')));
const models = new Models(fitRanker({ films, ratings: split.train }, { weights }).models);

describe('the scores of a fold', () => {
  it('are those of every source for each person, among the films that were not given', () => {
    const scored = [...scorePeople(models, ratings, split)];
    expect(scored.map(({ person }) => person)).toEqual(split.people);
    for (const { person, sources, candidates } of scored) {
      const taste = tasteOfPerson(ratings, person);
      expect(sources).toEqual(scoreForUser(models, taste, undefined, lastRated(taste.times)).sources);
      expect(Object.keys(sources).sort()).toEqual([...SOURCES].sort());
      expect(candidates).toHaveLength(films.length - person.given.length);
      for (const item of person.target) expect(candidates).toContain(item);
      for (const entry of person.given) expect(candidates).not.toContain(ratings.items[entry]);
    }
  });

  it('leave out what is hidden', () => {
    const people = split.people.map((person) => ({
      ...person,
      given: person.given.slice(1),
      hidden: person.given.slice(0, 1).map((entry) => ratings.items[entry]),
    }));
    for (const { person, candidates, taste } of scorePeople(models, ratings, { ...split, people })) {
      expect(candidates).not.toContain(person.hidden[0]);
      expect([...taste.items]).not.toContain(person.hidden[0]);
    }
    expect(cutTo(split.people, ratings, 1, 1)).toEqual([]);
  });
});

describe('the data to measure on', () => {
  it('keeps each film’s ratings while films change places', () => {
    expect(films.map(({ id }) => id)).toEqual(ratings.itemIds);
    expect(films.map(({ id }) => id)).not.toEqual(world.films.map(({ id }) => id));
    expect(ratings.stars).toHaveLength(world.ratings.stars.length);
    const at = ratings.itemIds[ratings.items[0]];
    const before = world.ratings.itemIds.indexOf(at);
    const entry = world.ratings.items.subarray(0, world.ratings.offsets[1]).indexOf(before);
    expect(ratings.stars[0]).toBe(world.ratings.stars[entry]);
  });
});
