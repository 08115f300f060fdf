import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseWeights } from '#ranking/scores/blend.js';
import { InteractionsBuilder } from '#ranking/data/interactions.js';
import { decodeModel, encodeModel } from '#ranking/storage/model-file.js';
import { MODEL_FORMAT } from '#ranking/storage/model-format.js';
import { fitRanker } from '#ranking/ranking/ranker.js';
import { parametersOf } from '#ranking/scores/scorers.js';
import { type Bundle, decodeBundle, encodeBundle, hashOf } from './model.bundle.js';
import { movieRatingStats } from '../profiles/movie.rating-stats.js';

function bundle(): Bundle {
  const ratings = new InteractionsBuilder().add('a', '603', 5, 0).add('b', '603', 4, 0).build();
  const weights = parseWeights(JSON.parse(readFileSync('data/weights.json', 'utf8')));
  return {
    modelId: 'm-20260102030405-abcdef',
    trainedAt: new Date('2026-01-02T03:04:05.000Z'),
    readAt: new Date('2026-01-02T03:04:00.000Z'),
    seed: 1,
    dataHash: 'abcdef012345',
    weights: hashOf(weights),
    users: 2,
    movies: 2,
    ratings: 2,
    plots: 0,
    withoutPlots: true,
    offline: { on: 'ratings kept back', users: 12, starsRmse: 0.81, ndcgAt10: 0.07 },
    ranker: fitRanker({ items: [{ id: '603' }, { id: '604' }], ratings }, { weights }),
    movieRatingStats: movieRatingStats(ratings),
  };
}

describe('a bundle', () => {
  it('comes back whole: the ranker, how movies are rated, and where it is from', async () => {
    const written = bundle();
    expect(await decodeBundle(encodeBundle(written))).toEqual(written);
  });

  it('says in its header what it was made of, and when', async () => {
    const written = bundle();
    const { ranker } = written;
    const { header } = await decodeModel(encodeBundle(written));
    expect(header).toEqual({
      modelId: 'm-20260102030405-abcdef',
      format: MODEL_FORMAT,
      createdAt: '2026-01-02T03:04:05.000Z',
      seed: 1,
      dataHash: 'abcdef012345',
      parameters: {
        readAt: '2026-01-02T03:04:00.000Z',
        weights: expect.any(String),
        models: {
          // Those of any scorer that comes later, too.
          ...Object.fromEntries(
            Object.keys(parametersOf(ranker.models)).map((id) => [id, expect.any(Object)]),
          ),
          blend: expect.objectContaining({ ratings: expect.any(Array) }),
          popularity: expect.objectContaining({ shrinkage: expect.any(Number) }),
          sequence: expect.objectContaining({ reach: expect.any(Number) }),
          trend: expect.objectContaining({ halfAway: expect.any(Number) }),
          itemLinear: expect.objectContaining({ ridge: expect.any(Number) }),
          ials: expect.objectContaining({
            dimensions: expect.any(Number),
            featureFactors: expect.objectContaining({ ridge: expect.any(Number) }),
          }),
          userKnn: expect.objectContaining({ neighbours: expect.any(Number) }),
          stars: expect.objectContaining({ samples: expect.any(Number) }),
        },
      },
      metrics: {
        users: 2,
        movies: 2,
        ratings: 2,
        plots: 0,
        withoutPlots: true,
        offline: { on: 'ratings kept back', users: 12, starsRmse: 0.81, ndcgAt10: 0.07 },
      },
    });
  });

  it('is refused in the form of 0.4.0, which had the program’s hash instead of a format', async () => {
    const { header, structure } = await decodeModel(encodeBundle(bundle()));
    const { format: _, ...former } = header;
    const parameters = { ...header.parameters, code: 'fedcba987654' };
    const { ranker, movieRatingStats } = structure as Bundle;
    const {
      itemLinear: linear,
      ials: factors,
      userKnn: neighbourhood,
      content: features,
      ...models
    } = ranker.models;
    const file = encodeModel(
      {
        ranker: { ...ranker, models: { ...models, linear, factors, neighbourhood, features } },
        movieRatingStats,
      },
      { ...former, parameters },
    );
    await expect(decodeBundle(file)).rejects.toThrow(
      expect.objectContaining({ name: 'ModelFormatError', message: expect.stringContaining('format none') }),
    );
  });

  it('is refused when it is of a later format', async () => {
    const { header, structure } = await decodeModel(encodeBundle(bundle()));
    const file = encodeModel(structure, { ...header, format: MODEL_FORMAT + 1 });
    await expect(decodeBundle(file)).rejects.toThrow(`of format ${MODEL_FORMAT + 1}, this program reads`);
  });

  it('is refused without a scorer that came later', async () => {
    const { header, structure } = await decodeModel(encodeBundle(bundle()));
    const { ranker, movieRatingStats } = structure as Bundle;
    const { sequence: _, ...models } = ranker.models;
    const file = encodeModel({ ranker: { ...ranker, models }, movieRatingStats }, header);
    await expect(decodeBundle(file)).rejects.toThrow('it has no sequence, which came later');
  });
});
