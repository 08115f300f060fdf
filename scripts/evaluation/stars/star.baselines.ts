import type { Interactions } from '#ranking/data/interactions.js';
import type { Pair } from '../../ranking/pairs.file.js';

/** Every bias is shrunk to the mean as by so many more ratings. */
const SHRINKAGE = 5;
const SWEEPS = 10;

/** An item's mean stars, whoever asks; the mean of all for an item without ratings. */
export function predictItemMean(train: Interactions, pairs: readonly Pair[]): number[] {
  const { mean, sums, counts } = starSums(train);
  const index = indexOf(train.itemIds);
  return pairs.map(({ item }) => {
    const at = index.get(item);
    return at === undefined || counts[at] === 0 ? mean : sums[at] / counts[at];
  });
}

/**
 * μ + b_u + b_i, the biases shrunk towards 0 and fitted in turns.
 *
 * @see Koren, "Factorization Meets the Neighborhood", KDD 2008, section 2.1
 */
export function predictBias(train: Interactions, pairs: readonly Pair[]): number[] {
  const { mean, counts } = starSums(train);
  const { userCount, itemCount, offsets, items, stars } = train;
  const users = new Float64Array(userCount);
  let itemBiases = new Float64Array(itemCount);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const sums = new Float64Array(itemCount);
    for (let user = 0; user < userCount; user++) {
      let sum = 0;
      for (let e = offsets[user]; e < offsets[user + 1]; e++) sum += stars[e] - mean - itemBiases[items[e]];
      users[user] = sum / (offsets[user + 1] - offsets[user] + SHRINKAGE);
      for (let e = offsets[user]; e < offsets[user + 1]; e++) sums[items[e]] += stars[e] - mean - users[user];
    }
    itemBiases = sums.map((sum, item) => sum / (counts[item] + SHRINKAGE));
  }
  const [userAt, itemAt] = [indexOf(train.userIds), indexOf(train.itemIds)];
  const bias = (biases: Float64Array, at?: number) => (at === undefined ? 0 : biases[at]);
  return pairs.map(
    ({ user, item }) => mean + bias(users, userAt.get(user)) + bias(itemBiases, itemAt.get(item)),
  );
}

function starSums({ items, stars, itemCount }: Interactions) {
  const sums = new Float64Array(itemCount);
  const counts = new Int32Array(itemCount);
  items.forEach((item, entry) => {
    sums[item] += stars[entry];
    counts[item]++;
  });
  return { mean: stars.reduce((sum, value) => sum + value, 0) / stars.length, sums, counts };
}

function indexOf(ids: readonly string[]): Map<string, number> {
  return new Map(ids.map((id, index) => [id, index]));
}
