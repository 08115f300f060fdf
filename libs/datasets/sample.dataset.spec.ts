import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { openDataset } from './dataset.js';
import type { Dataset } from './records/dataset.js';
import type { MovieRecord } from './records/movie.record.js';
import { personId } from './records/person-id.js';
import { PlotEmbedder, plotDimensions, plotModelId } from './plots/plot-embedder.js';
import { plotHash, plotText } from './plots/plot-text.js';
import { dataFile, projectRoot } from '#platform/config/project-root.js';
import { readVectorFile } from './plots/vector-file.js';

// The packages of the sample are fetched on the first run and read from the cache afterwards.
jest.setTimeout(120_000);

let sample: Dataset;
const movies = new Map<string, MovieRecord>();

beforeAll(async () => {
  sample = await openDataset(undefined, { cacheDir: join(projectRoot(), '.local', 'cache') });
  for await (const movie of sample.movies()) movies.set(movie.id, movie);
});

const summaryOf = (file: string) => sample.summary.find((summary) => summary.file === file);

describe('the sample', () => {
  it('has every film of the link table, and names the broken rows of its metadata', () => {
    expect(movies.size).toBe(9022);
    expect(summaryOf('movielens-links.csv')).toMatchObject({ read: 9022, brokenCount: 0 });
    expect(summaryOf('movies_metadata.csv')).toMatchObject({ read: 9022, brokenCount: 6 });
    expect(summaryOf('movies_metadata.csv')?.broken[0]).toEqual({
      row: 19731,
      why: 'has 10 fields where the header has 24',
    });
  });

  it('knows plot, keywords and people of most films', () => {
    const having = (known: (movie: MovieRecord) => unknown): number =>
      [...movies.values()].filter(known).length;
    expect(having(({ overview }) => overview)).toBeGreaterThan(9000);
    expect(having(({ keywords }) => keywords.length > 0)).toBeGreaterThan(8200);
    expect(having(({ cast }) => cast.length > 0)).toBeGreaterThan(5800);
    expect(having(({ directors }) => directors.length > 0)).toBeGreaterThan(2200);
    expect(having(({ genres, cast }) => genres.includes('Documentary') && cast.length > 0)).toBe(0);
    expect(sample.notes).toEqual([
      expect.stringMatching(/^cast: [\d,]+ entries that name nobody .* of 1\d\d documentaries$/),
    ]);
    expect([...movies.values()].every(({ cast }) => cast.every(({ name }) => personId(name) !== ''))).toBe(
      true,
    );
  });

  it.each([
    ['2571', '603', 'The Matrix', 1999],
    ['260', '11', 'Star Wars', 1977],
    ['7361', '38', 'Eternal Sunshine of the Spotless Mind', 2004],
    ['4973', '194', 'Amélie', 2001],
    ['3598', '10688', 'Hamlet', 2000],
    ['65665', '125705', 'Hamlet', 2000],
    ['3761', '9702', 'Bound by Honor', 1993],
    ['64997', '34812', "H.G. Wells' War of the Worlds", 2005],
    ['122886', '140607', 'Star Wars: The Force Awakens', 2015],
  ])('links MovieLens film %s to TMDB film %s, %s (%i)', (movielens, id, title, year) => {
    expect(movies.get(id)).toMatchObject({ title, year, links: { movielens } });
  });

  it('has the ratings of its films, on the grid of half stars', async () => {
    const users = new Set<string>();
    let count = 0;
    let wrong = 0;
    for await (const { userId, movieId, rating } of sample.ratings()) {
      count += 1;
      users.add(userId);
      if (!movies.has(movieId) || rating < 1 || rating > 5 || !Number.isInteger(rating * 2)) wrong += 1;
    }
    expect({ count, users: users.size, wrong }).toEqual({ count: 99_828, users: 671, wrong: 0 });
  });
});

describe('the stored plot vectors', () => {
  const embedder = new PlotEmbedder();
  afterAll(() => embedder.close());

  it('cover every plot of the sample', async () => {
    const { model, dimensions, vectors } = await readVectorFile(dataFile('plot-vectors.safetensors'));
    expect([model, dimensions]).toEqual([plotModelId, plotDimensions]);
    const texts = [...movies.values()].map(plotText).filter((text) => text !== undefined);
    const hashes = new Set(texts.map((text) => plotHash(model, text)));
    expect(new Set(vectors.keys())).toEqual(hashes);
  });

  it('are what the model makes of the plots', async () => {
    const { vectors } = await readVectorFile(dataFile('plot-vectors.safetensors'));
    const texts = [...movies.values()]
      .filter((_, at) => at % 200 === 0)
      .flatMap((movie) => plotText(movie) ?? []);
    expect(texts.length).toBeGreaterThan(40);
    const made = await embedder.embed(texts);
    for (const [at, text] of texts.entries()) {
      const stored = vectors.get(plotHash(plotModelId, text)) ?? new Float32Array(plotDimensions);
      const dot = stored.reduce((sum, value, index) => sum + value * made[at][index], 0);
      expect(dot / Math.hypot(...stored)).toBeGreaterThan(0.999);
    }
  });
});
