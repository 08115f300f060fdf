import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { readEnvironment } from '#platform/config/environment.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Connection, createConnection } from 'mongoose';
import { movieContent } from '../../../apps/catalog/movies/movie.content.js';
import { MovieReader } from '../../../apps/catalog/browse/movie.reader.js';
import { MovieDocument, movieSchema } from '../../../apps/catalog/movies/movie.schema.js';
import { MovieViews } from '../../../apps/catalog/movies/movie.views.js';
import { address } from '../../support/process/eventually.js';

/** By the English title, which is the whole of what is known where there is nothing else. */
const FILMS: Record<string, { originalTitle?: string; language?: string; translatedTitles?: object }> = {
  'Aliens and Apes': { translatedTitles: { de: 'Ölfieber', 'pt-BR': 'A zona' } },
  'Breathless Night': { language: 'fr', originalTitle: "L'Éclipse", translatedTitles: { de: 'Die Nacht' } },
  'Cold Harbour': { language: 'de', originalTitle: 'Das Äußerste' },
  'Die Never': {},
  'The Easy Ones': { translatedTitles: { de: '„Zebra“' } },
};

describe('films by the title they are shown with', () => {
  const environment = readEnvironment({
    NODE_ENV: 'test',
    MONGODB_URI: address('MONGODB_URI'),
    RABBITMQ_URL: address('RABBITMQ_URL'),
    CATALOG_LANGUAGES: 'de,pt-BR',
  });
  let mongo: Connection;
  let reader: MovieReader;

  beforeAll(async () => {
    const dbName = `titles-${randomUUID().slice(0, 8)}`;
    mongo = await createConnection(environment.MONGODB_URI, { dbName }).asPromise();
    const movies = mongo.model<MovieDocument>(MovieDocument.name, movieSchema);
    await movies.init();
    await movies.collection.insertMany(
      Object.entries(FILMS).map(([title, more], at) => ({
        ...movieContent({
          id: String(at),
          title,
          genres: [],
          keywords: [],
          cast: [],
          directors: [],
          links: {},
          ...more,
        } as never),
        _id: String(at),
      })) as never[],
    );
    reader = new MovieReader(movies, new MovieViews(environment), environment);
  }, 30_000);

  afterAll(async () => {
    await mongo.dropDatabase();
    await mongo.close();
  });

  /** The English titles in order, page by page. */
  async function inOrder(readAs: string[]): Promise<string[]> {
    const titles: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await reader.browse({ sort: 'title', limit: 2, readAs, ...(cursor && { cursor }) });
      titles.push(...page.items.map(({ title }) => title));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return titles;
  }

  it.each([
    // Aliens, Breathless, Cold, Die, Easy.
    [[], 'ABCDT'],
    [['it'], 'ABCDT'],
    // Äußerste, Die Never (nobody translated it: no article), Easy → Zebra, Nacht, Ölfieber.
    [['de'], 'CDBAT'],
    [['de-at'], 'CDBAT'],
    // Aliens, Cold, Die, Easy, Éclipse.
    [['fr'], 'ACDTB'],
    // Breathless, Cold, Die, Easy, zona: only Brazil's Portuguese is there.
    [['pt-pt'], 'BCDTA'],
    // What is in neither comes by its English title: Äußerste, Die, Nacht, Zebra, zona.
    [['pt-br', 'de'], 'CDBTA'],
  ])('for who reads %j come as %s', async (readAs, initials) => {
    expect((await inOrder(readAs)).map(([initial]) => initial).join('')).toBe(initials);
  });
});
