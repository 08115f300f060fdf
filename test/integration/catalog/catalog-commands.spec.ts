import 'reflect-metadata';
import { rm } from 'node:fs/promises';
import { once } from 'node:events';
import { MoviesChanged, PlotsIndexed } from '#contracts/catalog/catalog.events.js';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MOVIES, type FixtureMovie, writeMovies } from '../../support/catalog/catalog.movies.js';
import { CatalogFixture } from '../../support/catalog/catalog.fixture.js';
import { eventually } from '../../support/process/eventually.js';

jest.setTimeout(180_000);

const withPlot = MOVIES.filter(({ plot }) => plot !== '').length;

describe('catalog --initdb and --fillchroma', () => {
  const fixture = new CatalogFixture();
  let folder: string;

  const initdb = () => fixture.run(['--initdb', '--dataset', folder]);
  const fillchroma = () => fixture.run(['--fillchroma']);
  const announced = () => fixture.published(MoviesChanged).flatMap(({ movies }) => movies);
  const rewrite = (movies: FixtureMovie[]) => writeMovies(movies, folder);

  beforeAll(async () => {
    await fixture.open();
    folder = await writeMovies(MOVIES);
  });

  afterAll(async () => {
    await fixture.close();
    await rm(folder, { recursive: true });
  });

  it('loads a folder, names its broken rows, and announces every film', async () => {
    const { code, output } = await initdb();
    expect(output).toContain(`${MOVIES.length} added, 0 changed, 0 unchanged`);
    expect(output).toContain('movies_metadata.csv: 1 rows could not be used');
    expect(output).toContain(`row ${MOVIES.length + 2}: id "not-a-number" is not a number`);
    expect(code).toBe(0);
    await eventually(() => expect(announced()).toHaveLength(MOVIES.length));
    expect(announced().find(({ id }) => id === '1')).toMatchObject({
      revision: 1,
      title: 'The Iron Assassin',
      directors: ['Rita Forge'],
      cast: ['Otto Steel', 'Mara Lind'],
      posterUrl: 'https://image.tmdb.org/t/p/w342/poster-1.jpg',
    });
  });

  it('changes nothing when the same folder is loaded again', async () => {
    fixture.forgetPublished();
    const { code, output } = await initdb();
    expect(code).toBe(0);
    expect(output).toContain(`${MOVIES.length} films of`);
    expect(output).toContain('nothing has changed');
    expect(await fixture.mongo.collection('movies').countDocuments({ revision: 1 })).toBe(MOVIES.length);
    expect(announced()).toEqual([]);
  });

  it('stores and announces only the film that changed, and forgets what is no longer said of it', async () => {
    await rewrite(
      MOVIES.map((movie) =>
        movie.id === '4' ? { ...movie, title: 'Reef Family, Restored', plot: '' } : movie,
      ),
    );
    expect((await initdb()).output).toContain(`0 added, 1 changed, ${MOVIES.length - 1} unchanged`);
    await eventually(() => expect(announced()).toMatchObject([{ id: '4', revision: 2 }]));
    const stored = await fixture.mongo.collection('movies').findOne({ sortTitle: 'reef family restored' });
    expect(stored).not.toHaveProperty('overview');
    await rewrite(MOVIES);
    await initdb();
  });

  it('announces films that a killed load had stored but not announced yet', async () => {
    const movies = fixture.mongo.collection('movies');
    await movies.updateMany({ people: 'rita-forge' }, { $set: { unpublished: true } });
    fixture.forgetPublished();
    expect((await initdb()).output).toContain('nothing has changed');
    await eventually(() => expect(announced().map(({ id }) => id)).toEqual(['1']));
    expect(await movies.countDocuments({ unpublished: true })).toBe(0);
  });

  it('takes up a killed fill where it ended', async () => {
    const { child } = fixture.spawn(['--fillchroma']);
    await eventually(async () => expect(await fixture.index.count()).toBeGreaterThan(0), 60_000);
    child.kill('SIGKILL');
    await once(child, 'close');
    const kept = await fixture.index.count();
    expect(kept).toBeLessThan(withPlot);

    const { code, output } = await fillchroma();
    expect(output).toContain(
      `${withPlot} plots: 0 from the stored vectors, ${withPlot - kept} embedded, 0 removed, ${kept} unchanged`,
    );
    expect(code).toBe(0);
    expect(await fixture.index.count()).toBe(withPlot);
    await eventually(() =>
      expect(fixture.published(PlotsIndexed)).toContainEqual({
        collection: fixture.index.name,
        count: withPlot,
        changed: withPlot - kept,
      }),
    );
  });

  it('embeds only a plot that changed, removes one that is gone, and then has nothing to do', async () => {
    await rewrite(
      MOVIES.map((movie) =>
        movie.id === '2'
          ? { ...movie, plot: 'A cook in Lyon.' }
          : movie.id === '3'
            ? { ...movie, plot: '' }
            : movie,
      ),
    );
    await initdb();
    expect((await fillchroma()).output).toContain(
      `${withPlot - 1} plots: 0 from the stored vectors, 1 embedded, 1 removed, ${withPlot - 2} unchanged`,
    );
    expect((await fillchroma()).output).toContain(`0 embedded, 0 removed, ${withPlot - 1} unchanged`);
  });

  it.each([
    ['RABBITMQ_URL', 'amqp://me:secret@127.0.0.1:9', 'RabbitMQ cannot be reached at amqp://127.0.0.1:9'],
    ['CHROMA_URL', 'http://127.0.0.1:9', 'Chroma cannot be reached at http://127.0.0.1:9'],
    ['MONGODB_URI', 'mongodb://127.0.0.1:9', 'MongoDB cannot be reached at mongodb://127.0.0.1:9'],
  ])('says in one line that %s leads nowhere', async (variable, url, words) => {
    const { code, output } = await fixture.run(['--fillchroma'], { [variable]: url });
    expect(output.trim().split('\n')).toEqual([expect.stringContaining(words)]);
    expect(code).toBe(1);
  });

  it('says in one line that a folder is no data set, or a flag unknown', async () => {
    const folder = await fixture.run(['--initdb', '--dataset', '/nowhere']);
    expect(folder).toMatchObject({ code: 1, output: expect.stringContaining('/nowhere: no such folder') });
    const flag = await fixture.run(['--fill']);
    expect(flag).toMatchObject({ code: 1, output: expect.stringContaining('--fill') });
  });
});
