import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Environment } from '#platform/config/environment.js';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Connection, createConnection, type Model } from 'mongoose';
import { MovieCatalogue } from '../../../apps/recommender/profiles/movie.catalogue.js';
import { MovieDocument, MovieSchema } from '../../../apps/recommender/profiles/movie.schema.js';
import { MovieStore } from '../../../apps/recommender/profiles/movie.store.js';
import { address } from '../../support/process/eventually.js';
import { MOVIES } from '../../support/recommender/recommender.movies.js';

const environment = new Environment();
let mongo: Connection;
let store: MovieStore;

beforeAll(async () => {
  const dbName = `movie-catalogue-${randomUUID()}`;
  mongo = await createConnection(address('MONGODB_URI'), { dbName }).asPromise();
  store = new MovieStore(mongo.model(MovieDocument.name, MovieSchema) as unknown as Model<MovieDocument>);
});

afterAll(async () => {
  await mongo.dropDatabase();
  await mongo.close();
});

it('a replica follows what another one stored and removed', async () => {
  const [one, other] = [new MovieCatalogue(store, environment), new MovieCatalogue(store, environment)];
  await store.upsert(MOVIES);
  for (const replica of [one, other]) await replica.catchUp();

  await store.remove(['1', '2']);
  one.remove(['1', '2']);
  const added = { ...MOVIES[0], id: '500' };
  await store.upsert([added]);
  one.put([added]);
  await other.catchUp();
  expect(other.ids().toSorted()).toEqual(one.ids().toSorted());
  expect(other.get('1')).toBeUndefined();

  const again = { ...MOVIES[0], revision: 1 };
  await store.upsert([again]);
  await other.catchUp();
  expect(other.get('1')).toEqual(again);
});

it('shows a poster where this process is told to, wherever its address led when it was stored', () => {
  const poster = { ...MOVIES[0], id: '700', posterUrl: 'https://image.tmdb.org/t/p/w342/a.jpg' };
  const proxied = { ...poster, id: '701', posterUrl: '/api/v1/posters/w342/a.jpg' };
  const shown = (POSTERS: Environment['POSTERS']) => {
    const catalogue = new MovieCatalogue(store, Object.assign(new Environment(), { POSTERS }));
    catalogue.put([poster, proxied]);
    return [catalogue.card('700').posterUrl, catalogue.card('701').posterUrl];
  };
  expect(shown('on')).toEqual([poster.posterUrl, poster.posterUrl]);
  expect(shown('proxy')).toEqual([proxied.posterUrl, proxied.posterUrl]);
  expect(shown('off')).toEqual([undefined, undefined]);
});

it('says where a movie stands in its series, of which the others change when one comes, moves or goes', () => {
  const catalogue = new MovieCatalogue(store, environment);
  const part = (id: string, year: number | undefined, collection = 'The Cube', revision = 1) => ({
    ...MOVIES[0],
    ...{ id, year, collection, revision },
  });
  catalogue.put([part('801', 2002), part('802', 1997), part('803', undefined), part('804', 1999, 'Alone')]);
  const placeOf = (id: string) => catalogue.listedCard(id).series;
  expect(placeOf('802')).toEqual({ name: 'The Cube', part: 1, of: 3 });
  expect(placeOf('801')).toEqual({ name: 'The Cube', part: 2, of: 3 });
  expect(placeOf('803')).toEqual({ name: 'The Cube', part: 3, of: 3 });
  expect(placeOf('804')).toBeUndefined();
  expect(catalogue.withTheirSeries(['801', '804', 'gone']).toSorted()).toEqual([
    '801',
    '802',
    '803',
    '804',
    'gone',
  ]);
  // Lists count on the order of what came out.
  expect(catalogue.partsOf('The Cube')).toEqual(['802', '801']);

  catalogue.put([part('802', 1997, 'Alone', 2)]);
  expect(placeOf('801')).toEqual({ name: 'The Cube', part: 1, of: 2 });
  expect(placeOf('804')).toEqual({ name: 'Alone', part: 2, of: 2 });
  catalogue.remove(['803']);
  expect(placeOf('801')).toBeUndefined();
});
