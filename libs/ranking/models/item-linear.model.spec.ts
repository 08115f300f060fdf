import { describe, expect, it } from '@jest/globals';
import { buildFeatures, joinKinds } from '../data/feature-matrix.js';
import { alignItems, RatingsMatrix } from '../data/interactions.js';
import { fitItemLinear, ItemLinearModel, ItemLinearParameters } from './item-linear.model.js';
import { SparseMatrix, sparseFromRows } from '../math/sparse-matrix.js';
import { userPreferences } from '../data/user-preferences.js';
import { twoGroups } from '../data/two-groups.fixture.js';

/** Gauss–Jordan, for matrices too small to go wrong. */
function invert(a: number[][]): number[][] {
  const n = a.length;
  const m = a.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let i = 0; i < n; i++) {
    const pivot = m[i][i];
    m[i] = m[i].map((value) => value / pivot);
    for (let r = 0; r < n; r++) {
      if (r === i) continue;
      const factor = m[r][i];
      m[r] = m[r].map((value, c) => value - factor * m[i][c]);
    }
  }
  return m.map((row) => row.slice(n));
}

/** B by the textbook: the items × items Gram matrix, inverted as a whole. */
function reference(
  ratings: RatingsMatrix,
  content: SparseMatrix,
  parameters: ItemLinearParameters,
): number[][] {
  const n = ratings.itemCount;
  const zeros = () => new Array<number>(n).fill(0);
  const users = Array.from({ length: ratings.userCount }, (_, user) => {
    const row = zeros();
    for (let e = ratings.offsets[user]; e < ratings.offsets[user + 1]; e++) {
      row[ratings.items[e]] = (ratings.stars[e] / 5) ** 1.5;
    }
    return row;
  });
  const features = Array.from({ length: content.columnCount }, zeros);
  for (let item = 0; item < n; item++) {
    for (let e = content.offsets[item]; e < content.offsets[item + 1]; e++) {
      features[content.columns[e]][item] = Math.sqrt(parameters.contentWeight) * content.values[e];
    }
  }
  const shared = features.filter((row) => row.filter((value) => value > 0).length > 1);
  const rows = [...users, ...shared];
  const odds = parameters.dropout / (1 - parameters.dropout);
  const gram = zeros().map((_, i) =>
    zeros().map((__, j) => {
      const product = rows.reduce((sum, row) => sum + row[i] * row[j], 0);
      const ridge = parameters.ridge + odds * users.reduce((sum, row) => sum + row[i] ** 2, 0);
      return product + (i === j ? ridge : 0);
    }),
  );
  const p = invert(gram);
  return p.map((row, i) => row.map((value, j) => (i === j ? 0 : -value / p[j][j])));
}

const { items, ratings } = twoGroups({ usersPerTaste: 12 });
const itemIds = items.map((item) => item.id);
const aligned = alignItems(ratings, itemIds);
const { genres, people: castAndCrew, keywords } = buildFeatures(items).kinds;
const content = joinKinds([genres, castAndCrew, keywords], items.length);
const parameters = { ridge: 5, dropout: 0.4, contentWeight: 2, maxContentRows: 100, maxCells: 1e6 };
const model = new ItemLinearModel(fitItemLinear(aligned, content, parameters));
const index = (id: string) => itemIds.indexOf(id);
const user = userPreferences([
  { item: index('space-1'), stars: 5 },
  { item: index('space-3'), stars: 4 },
  { item: index('drama-2'), stars: 1 },
]);

describe('item-item linear model', () => {
  it('agrees with the inverted Gram matrix', () => {
    const b = reference(aligned, content, parameters);
    const scores = model.score(user);
    itemIds.forEach((_, item) => {
      const expected = [...user.items].reduce(
        (sum, rated, k) => sum + user.preferences[k] * b[rated][item],
        0,
      );
      expect(scores[item]).toBeCloseTo(expected, 5);
    });
  });

  it('splits a score into terms of the rated films', () => {
    const scores = model.score(user);
    itemIds.forEach((_, item) => {
      const sum = model.terms(user, [item], [0, 1, 2]).reduce((total, term) => total + term, 0);
      expect(sum).toBeCloseTo(scores[item], 5);
    });
  });

  it('scores films of the same taste above the others', () => {
    const scores = model.score(user);
    expect(scores[index('space-0')]).toBeGreaterThan(scores[index('drama-0')]);
  });

  it('keeps only so many content rows', () => {
    const state = fitItemLinear(aligned, content, { ...parameters, maxContentRows: 3 });
    expect(state.evidence.columnCount).toBe(aligned.userCount + 3);
  });

  it('is the same whichever of users and items are more', () => {
    const population = twoGroups({ usersPerTaste: 40 });
    const many = alignItems(population.ratings, itemIds);
    const primal = new ItemLinearModel(fitItemLinear(many, content, parameters));
    const b = reference(many, content, parameters);
    const scores = primal.score(user);
    itemIds.forEach((_, item) => {
      const terms = [...user.items].map((rated, k) => user.preferences[k] * b[rated][item]);
      expect(scores[item]).toBeCloseTo(
        terms.reduce((sum, term) => sum + term, 0),
        5,
      );
      expect(
        [...primal.terms(user, [item], [0, 1, 2])].every((term, k) => Math.abs(term - terms[k]) < 1e-5),
      ).toBe(true);
    });
  });

  it('keeps the most active users when there is room for most of what is known only', () => {
    const state = fitItemLinear(aligned, undefined, { ...parameters, maxCells: aligned.itemCount * 20 });
    expect(state.places).toBeUndefined();
    expect(state.evidence.columnCount).toBe(20);
    expect(new ItemLinearModel(state).score(user).every(Number.isFinite)).toBe(true);
  });

  describe('with room for few people', () => {
    const raters = (item: number) => aligned.items.filter((rated) => rated === item).length;
    const rated = itemIds.map((_, item) => item).sort((a, b) => raters(b) - raters(a) || a - b);
    const known = rated.slice(0, 20).sort((a, b) => a - b);
    const state = fitItemLinear(aligned, content, { ...parameters, maxCells: 20 * 20 });
    const few = new ItemLinearModel(state);

    it('knows the most rated films, by what everybody gave them', () => {
      const ofKnown = sparseFromRows(
        known.map((item) => {
          const entries = [...content.columns.keys()].slice(content.offsets[item], content.offsets[item + 1]);
          return entries.map((at): [number, number] => [content.columns[at], content.values[at]]);
        }),
        content.columnCount,
      );
      const b = reference(
        alignItems(
          aligned,
          known.map((item) => itemIds[item]),
        ),
        ofKnown,
        parameters,
      );
      const scores = few.score(user);
      const terms = few.terms(
        user,
        itemIds.map((_, item) => item),
        [0, 1, 2],
      );
      itemIds.forEach((_, item) => {
        const to = known.indexOf(item);
        [...user.items].forEach((from, k) => {
          const weight = to < 0 || !known.includes(from) ? 0 : b[known.indexOf(from)][to];
          expect(terms[3 * item + k]).toBeCloseTo(user.preferences[k] * weight, 5);
        });
        expect(terms[3 * item] + terms[3 * item + 1] + terms[3 * item + 2]).toBeCloseTo(scores[item], 4);
      });
    });

    it('says nothing of other films', () => {
      const scores = few.score(user);
      const others = itemIds.map((_, item) => item).filter((item) => !known.includes(item));
      expect(others.map((item) => scores[item])).toEqual(others.map(() => 0));
      expect(
        few.score(userPreferences(others.map((item) => ({ item, stars: 5 })))).every((score) => score === 0),
      ).toBe(true);
    });
  });

  it('scores zero from no ratings', () => {
    expect(model.score(userPreferences([])).every((score) => score === 0)).toBe(true);
  });
});
