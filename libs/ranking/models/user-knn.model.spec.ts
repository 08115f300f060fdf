import { describe, expect, it } from '@jest/globals';
import { alignItems, RatingsMatrix } from '../data/interactions.js';
import { UserPreferences, userPreferences, preferencesOfRow } from '../data/user-preferences.js';
import { twoGroups } from '../data/two-groups.fixture.js';
import { fitUserKnn, UserKnnModel, UserKnnParameters } from './user-knn.model.js';

/** The definition, written out: every pair of users, every item. */
function reference(ratings: RatingsMatrix, user: UserPreferences, parameters: UserKnnParameters) {
  const raters = Array.from(
    { length: ratings.itemCount },
    (_, item) => ratings.items.filter((i) => i === item).length,
  );
  const weight = (item: number) => 1 / Math.max(raters[item], 1) ** parameters.damping;
  const vector = (of: UserPreferences) => new Map([...of.items].map((item, k) => [item, of.preferences[k]]));
  const product = (a: Map<number, number>, b: Map<number, number>) =>
    [...a].reduce((sum, [item, value]) => sum + weight(item) * value * (b.get(item) ?? 0), 0);
  const me = vector(user);
  const neighbours = Array.from({ length: ratings.userCount }, (_, user) => {
    const other = vector(preferencesOfRow(ratings, user));
    return {
      user,
      other,
      similarity: product(me, other) / Math.sqrt(product(me, me) * product(other, other)),
    };
  })
    .filter(({ similarity }) => similarity > 0)
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, parameters.neighbours);
  const scores = Array.from({ length: ratings.itemCount }, (_, item) =>
    neighbours.reduce((sum, { other, similarity }) => sum + similarity * (other.get(item) ?? 0), 0),
  );
  return { users: neighbours.map(({ user }) => user), scores };
}

const { items, ratings } = twoGroups();
const itemIds = items.map((item) => item.id);
const aligned = alignItems(ratings, itemIds);
const index = (id: string) => itemIds.indexOf(id);
const spaceLover = userPreferences([
  { item: index('space-1'), stars: 5 },
  { item: index('space-4'), stars: 4 },
  { item: index('drama-2'), stars: 1 },
]);

describe('user neighbourhood', () => {
  it.each([
    { neighbours: 7, damping: 0 },
    { neighbours: 40, damping: 0.5 },
  ])('agrees with the definition written out: %p', (parameters) => {
    const model = new UserKnnModel(fitUserKnn(aligned, parameters));
    const neighbours = model.neighbours(spaceLover);
    const expected = reference(aligned, spaceLover, parameters);
    // Equal similarities may come in any order, so compare what the neighbours say rather than who they are.
    expect(neighbours).toHaveLength(expected.users.length);
    model.score(neighbours).forEach((score, item) => expect(score).toBeCloseTo(expected.scores[item], 4));
  });

  it('finds the people of the same taste', () => {
    const model = new UserKnnModel(fitUserKnn(aligned, { neighbours: 10, damping: 0.25 }));
    for (const { user } of model.neighbours(spaceLover))
      expect(aligned.userIds[user]).toMatch(/^space-lover/);
  });

  it('counts who among the neighbours rated a film, and how', () => {
    const model = new UserKnnModel(fitUserKnn(aligned));
    const neighbours = model.neighbours(spaceLover);
    const item = index('space-0');
    const stars = neighbours.flatMap(({ user }) => {
      const row = preferencesOfRow(aligned, user);
      const at = row.items.indexOf(item);
      return at === -1 ? [] : [row.stars[at]];
    });
    const [evidence, none] = model.evidence(neighbours, [item, index('space-new')]);
    expect(evidence.raters).toBe(stars.length);
    expect(evidence.meanStars).toBeCloseTo(stars.reduce((a, b) => a + b) / stars.length, 6);
    expect(none).toEqual({ raters: 0, meanStars: 0 });
  });

  it('does not count people as their own neighbours', () => {
    const model = new UserKnnModel(fitUserKnn(aligned));
    const me = preferencesOfRow(aligned, 3);
    expect(model.neighbours(me)[0].user).toBe(3);
    expect(model.neighbours(me, 3).map(({ user }) => user)).not.toContain(3);
  });

  it('has no neighbours and zero scores for someone without ratings', () => {
    const model = new UserKnnModel(fitUserKnn(aligned));
    const neighbours = model.neighbours(userPreferences([]));
    expect(neighbours).toEqual([]);
    expect(model.score(neighbours).every((score) => score === 0)).toBe(true);
  });
});

describe('where there are more ratings than are kept', () => {
  const countOf = (user: number) => aligned.offsets[user + 1] - aligned.offsets[user];
  const byActivity = [...Array(aligned.userCount).keys()].sort((a, b) => countOf(b) - countOf(a) || a - b);
  const active = new Set(byActivity.slice(0, 10));
  const room = [...active].reduce((sum, user) => sum + countOf(user), 0);
  const { state } = new UserKnnModel(fitUserKnn(aligned, undefined, room));

  it('neighbours are the most active people alone, under the numbers they have elsewhere', () => {
    const model = new UserKnnModel(state);
    const neighbours = model.neighbours(spaceLover);
    expect(neighbours.length).toBeGreaterThan(0);
    for (const { user } of neighbours) expect(active.has(user)).toBe(true);
    const [first] = neighbours;
    expect(model.neighbours(spaceLover, first.user).map(({ user }) => user)).not.toContain(first.user);
  });

  it('no more of them are stored, each as it was', () => {
    expect(state.ratings.items).toHaveLength(room);
    expect(state.ratings.userCount).toBe(aligned.userCount);
    for (let user = 0; user < aligned.userCount; user++) {
      const kept = preferencesOfRow(state.ratings, user);
      const { items: own, stars, times } = preferencesOfRow(aligned, user);
      if (active.has(user)) expect(kept).toMatchObject({ items: own, stars, times });
      else expect(kept.items).toHaveLength(0);
    }
  });
});
