import type { UserPreferences } from '../data/user-preferences.js';
import type { Models } from './scorers.js';

/** How many everybody's share counts for beside the neighbours. */
const EVERYBODY = 10;
/** However much of a world somebody has rated: a film of it that hardly anybody knows, they may not know either. */
const MOST_LIFT = 8;
/** Nobody is sure to know a film. */
const SURE = 0.95;

/**
 * How likely somebody has seen each item: the share of the users with similar ratings who rated it, shrunk towards that of
 * all, and raised within the world of a clear taste as they themselves go there oftener than others:
 *
 *     P(i) = p(i) · ( m·min(a/b, 8) + (1 − m)·(1 − a)/(1 − b) )
 *
 * m: how far i belongs to the world, 0 for one that nothing speaks for; a: the mean of m over what they rated; b: over what everybody did. Without a world the
 * factor is 1.
 *
 * @param self  the user's own row in the training ratings
 * @returns length itemCount, 0 to 0.95
 */
export function knownTo(models: Models, user: UserPreferences, self?: number): Float32Array {
  const { counts } = models.popularity.state;
  const { ratings } = models.userKnn.state;
  const near = new Float64Array(counts.length);
  let similarity = 0;
  const neighbours = models.userKnn.neighbours(user, self);
  for (const neighbour of neighbours) {
    similarity += neighbour.similarity;
    for (let e = ratings.offsets[neighbour.user]; e < ratings.offsets[neighbour.user + 1]; e++)
      near[ratings.items[e]] += neighbour.similarity;
  }
  const own = neighbours.length / (neighbours.length + EVERYBODY);
  const within = worldOf(models, user);
  return Float32Array.from(counts, (count, item) => {
    const everybody = count / Math.max(1, ratings.userCount);
    const share = own * (near[item] / (similarity || 1)) + (1 - own) * everybody;
    return Math.min(SURE, share * within(item));
  });
}

/** The factor of each item. */
function worldOf({ world, popularity }: Models, user: UserPreferences): (item: number) => number {
  const liked = world.likedWorld(user);
  if (liked.clarity === 0) return () => 1;
  const ordinary = 1 / (1 + Math.exp(world.state.parameters.edge));
  const member = world
    .score(liked)
    .map((score) => Math.max(0, (score / liked.clarity - ordinary) / (1 - ordinary)));
  const { counts } = popularity.state;
  const all = counts.reduce((sum, count) => sum + count, 0) || 1;
  const everybodys = counts.reduce((sum, count, item) => sum + count * member[item], 0) / all;
  // As if they had also rated one item as everybody does.
  const mine =
    (user.items.reduce((sum, item) => sum + member[item], 0) + everybodys) / (user.items.length + 1);
  if (everybodys <= 0 || everybodys >= 1) return () => 1;
  const [inside, outside] = [Math.min(MOST_LIFT, mine / everybodys), (1 - mine) / (1 - everybodys)];
  return (item) => member[item] * inside + (1 - member[item]) * outside;
}
