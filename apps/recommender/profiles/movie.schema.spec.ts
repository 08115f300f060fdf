import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { movieAs } from '#contracts/catalog/movie.fields.js';
import { EXAMPLE_MOVIE } from '#contracts/catalog/movie.example.js';
import { model } from 'mongoose';
import { MovieDocument, MovieSchema } from './movie.schema.js';
import { asSnapshot } from './movie.store.js';

describe('a movie in the read model', () => {
  it('is stored with every field of the snapshot', async () => {
    const { id, ...fields } = movieAs('snapshot', EXAMPLE_MOVIE);
    const changedAt = new Date(0);
    const document = new (model(MovieDocument.name, MovieSchema))({
      _id: id,
      revision: 3,
      changedAt,
      ...fields,
    });
    await document.validate();
    expect(asSnapshot(document.toObject())).toEqual({ id, revision: 3, ...fields });
  });
});
