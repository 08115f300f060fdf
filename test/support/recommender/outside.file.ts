import { alignItems, InteractionsBuilder } from '#ranking/data/interactions.js';
import { fitIals, IALS_DEFAULTS } from '#ranking/models/ials.model.js';
import { fitSequence } from '#ranking/models/sequence.model.js';
import { encodeModel } from '#ranking/storage/model-file.js';
import { OUTSIDE_FORMAT } from '#ranking/storage/outside-file.js';
import { community } from './recommender.movies.js';

/**
 * A file as a program elsewhere writes it, of the community's ratings.
 *
 * @param rename  what it calls each film
 * @param wrong   whether its stars say nothing of the films, and that loudly
 */
export function outsideFile({ rename = (id: string) => id, wrong = false } = {}): Uint8Array {
  const builder = new InteractionsBuilder();
  const heldOut: [string, string][] = [];
  for (const { userId, ratings } of community()) {
    const [last, ...shown] = ratings;
    heldOut.push([userId, rename(last.movieId)]);
    for (const { movieId, rating, ratedAt } of shown)
      builder.add(userId, rename(movieId), rating, Date.parse(ratedAt) / 1000);
  }
  const all = builder.build();
  const ratings = alignItems(all, all.itemIds);
  const ratingCounts = new Int32Array(ratings.itemCount);
  for (const item of ratings.items) ratingCounts[item]++;
  const { dimensions, unobserved } = IALS_DEFAULTS;
  const { parameters, ties } = fitSequence(ratings);
  const { offsets, columns, values } = ties;
  const width = 3;
  return encodeModel(
    {
      itemIds: all.itemIds,
      ratingCounts,
      heldOut,
      ials: { dimensions, unobserved, itemFactors: fitIals(ratings).itemFactors },
      sequence: { ...parameters, offsets, columns, values },
      stars: {
        dimensions: width - 1,
        mean: 3.5,
        noise: 1,
        // By the one number that tells the two kinds of film apart, as the kind of person does.
        itemFactors: Float32Array.from({ length: ratings.itemCount * width }, (_, k) => {
          const film = Number(all.itemIds[Math.floor(k / width)]);
          if (k % width === 0) return wrong ? (film % 2 ? 2 : -2) : 0;
          return wrong ? 0 : film <= 100 ? 1 : -1;
        }),
        peopleMean: new Float64Array(width),
        peoplePrecision: new Float64Array(width).fill(1),
      },
    },
    {
      modelId: 's-20260101000000',
      format: OUTSIDE_FORMAT,
      createdAt: '2026-01-01T00:00:00.000Z',
      seed: 1,
      dataHash: '',
      parameters: { kind: 'outside', engine: 'Elsewhere 1', readAt: '2026-01-01T00:00:00.000Z' },
      metrics: {},
    },
  );
}
