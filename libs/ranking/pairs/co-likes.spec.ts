import { describe, expect, it } from '@jest/globals';
import { type Interactions, InteractionsBuilder } from '../data/interactions.js';
import { seededRandom } from '../math/random.js';
import { CoLikeCounts } from './co-likes.js';

/** 60 people: half like the rare films r0–r4 together, all like the famous film, everybody some others. */
function world(more: (builder: InteractionsBuilder) => void = () => {}): Interactions {
  const random = seededRandom(5);
  const builder = new InteractionsBuilder();
  for (let user = 0; user < 60; user++) {
    builder.add(`u${user}`, 'famous', 5, 0);
    for (let n = 0; n < 30; n++)
      if (random() < 0.3) builder.add(`u${user}`, `any${n}`, random() < 0.7 ? 5 : 2, 0);
    if (user % 4 === 0) for (let n = 0; n < 5; n++) builder.add(`u${user}`, `r${n}`, 4.5, 0);
  }
  more(builder);
  return builder.build();
}

function liftIn(ratings: Interactions, a: string, b: string) {
  const [item, other] = [a, b].map((id) => ratings.itemIds.indexOf(id));
  const { people, lift } = new CoLikeCounts(ratings).with(item, Array(ratings.userCount).keys());
  return { people: people[other], lift: lift[other] };
}

describe('films liked together', () => {
  it('stand out as far as chance would not have them together', () => {
    const ratings = world();
    const { people, lift } = liftIn(ratings, 'r0', 'r1');
    expect(people).toBe(15);
    expect(lift).toBeGreaterThan(0.5);
    // Everybody likes it, those people too.
    const famous = liftIn(ratings, 'r0', 'famous');
    expect(famous.people).toBe(15);
    expect(famous.lift).toBeLessThan(0.1);
  });

  it('agree with the definition written out', () => {
    const ratings = world((builder) => builder.weigh('u0', 0.25).weigh('u4', 0.5));
    const likes = ratings.userIds.map((_, user) => {
      const entries = [...Array(ratings.offsets[user + 1] - ratings.offsets[user]).keys()];
      return entries
        .map((k) => k + ratings.offsets[user])
        .filter((e) => ratings.stars[e] >= 4)
        .map((e) => ratings.itemIds[ratings.items[e]]);
    });
    const weights = ratings.userIds.map((id) => ({ u0: 0.25, u4: 0.5 })[id] ?? 1);
    const weigh = (counts: (own: string[]) => number) =>
      likes.reduce((sum, own, user) => sum + weights[user] * counts(own), 0);
    const both = weigh((own) => Number(own.includes('r0') && own.includes('any3')));
    const chance =
      (weigh((own) => (own.includes('r0') ? own.length : 0)) * weigh((own) => Number(own.includes('any3')))) /
      weigh((own) => own.length);
    const people = likes.filter((own) => own.includes('r0') && own.includes('any3')).length;
    const expected = people < 5 ? 0 : Math.max(0, Math.log((both + 5) / (chance + 5)));
    const found = liftIn(ratings, 'r0', 'any3');
    expect(found.people).toBe(people);
    expect(found.lift).toBeCloseTo(expected, 5);
  });

  it('say nothing on the word of fewer than five people', () => {
    const together = (accounts: number) =>
      world((builder) => {
        for (let n = 0; n < accounts; n++)
          for (const film of ['r0', 'obscure']) builder.add(`friend${n}`, film, 5, 0);
      });
    expect(liftIn(together(4), 'obscure', 'r0')).toEqual({ people: 4, lift: 0 });
    expect(liftIn(together(5), 'obscure', 'r0').lift).toBeGreaterThan(0);
  });

  it('move little by new accounts', () => {
    const pushed = (weight: number) =>
      liftIn(
        world((builder) => {
          for (let n = 0; n < 10; n++) {
            for (const film of ['r0', 'obscure']) builder.add(`new${n}`, film, 5, 0);
            builder.weigh(`new${n}`, weight);
          }
        }),
        'r0',
        'obscure',
      ).lift;
    expect(pushed(1)).toBeGreaterThan(0.5);
    expect(pushed(0.1)).toBeLessThan(pushed(1) / 3);
  });
});
