import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface FixtureMovie {
  id: string;
  title: string;
  year: number;
  plot: string;
  genres: string[];
  director: string;
  cast: string[];
  language?: string;
  popularity?: number;
}

/** Made-up movies; the first few are told apart by what happens in them. */
export const MOVIES: FixtureMovie[] = [
  movie(
    '1',
    'The Iron Assassin',
    1984,
    ['Science Fiction', 'Action'],
    'Rita Forge',
    ['Otto Steel', 'Mara Lind'],
    {
      plot: 'A killer machine in human skin is sent back from the future to murder the mother of the man who will defeat the robots.',
      popularity: 40,
    },
  ),
  movie('2', 'Spring on the Seine', 2001, ['Romance', 'Comedy'], 'Élodie Martin', ['Audrey Blanc'], {
    plot: 'A shy waitress in Paris secretly arranges the happiness of her neighbours and falls in love.',
    language: 'fr',
    popularity: 30,
  }),
  movie('3', 'The Long Heist', 1995, ['Crime', 'Thriller'], 'Michael Grant', ['Al Rossi', 'Mara Lind'], {
    plot: 'A master thief plans one last bank robbery while a tireless detective closes in on him.',
    popularity: 30,
  }),
  movie('4', 'Reef Family', 2003, ['Animation', 'Family'], 'Andrew Shore', ['Ellen Tide'], {
    plot: 'A worried clownfish crosses the ocean to find his lost little son.',
    popularity: 25,
  }),
  movie('5', 'The Long Heist', 2015, ['Crime'], 'Jane Copy', ['Al Rossi'], {
    plot: 'A remake in which hackers empty the vault of a casino.',
    popularity: 2,
  }),
  movie('6', '¡Olé!', 2010, ['Music'], 'Pablo Ruiz', [], { plot: '', language: 'es', popularity: 1 }),
  ...Array.from({ length: 42 }, (_, n) =>
    movie(
      String(100 + n),
      `Village Story ${n}`,
      1950 + (n % 7),
      ['Drama'],
      'Prolific Jones',
      [`Player ${n % 5}`],
      {
        plot: `In village number ${n} a farmer called ${'Abel Bruno Carl Dora Emil Fritz'.split(' ')[n % 6]} argues with a neighbour about ${n} sheep.`,
        // Many equals, so that paging has to fall back on the id.
        popularity: n % 4,
      },
    ),
  ),
];

function movie(
  id: string,
  title: string,
  year: number,
  genres: string[],
  director: string,
  cast: string[],
  rest: Pick<FixtureMovie, 'plot'> & Partial<FixtureMovie>,
): FixtureMovie {
  return { id, title, year, genres, director, cast, ...rest };
}

/** Writes movies in the form of The Movies Dataset, with one row that is broken. @returns the folder */
export async function writeMovies(movies: readonly FixtureMovie[], folder?: string): Promise<string> {
  const target = folder ?? (await mkdtemp(join(tmpdir(), 'movie-recommender-catalog-')));
  const write = (name: string, header: string, rows: unknown[][]) =>
    writeFile(join(target, name), [header, ...rows.map(csvRow), ''].join('\n'));
  await write(
    'movies_metadata.csv',
    'id,imdb_id,title,genres,overview,release_date,original_language,popularity,poster_path,runtime,vote_average,vote_count',
    [
      ...movies.map((movie) => [
        movie.id,
        `tt${movie.id.padStart(7, '0')}`,
        movie.title,
        names(movie.genres),
        movie.plot,
        `${movie.year}-06-01`,
        movie.language ?? 'en',
        movie.popularity ?? 1,
        `/poster-${movie.id}.jpg`,
        100,
        7.5,
        1000,
      ]),
      ['not-a-number', '', 'Broken', '[]', '', '', 'en', 0, '', 0, 0, 0],
    ],
  );
  await write(
    'keywords.csv',
    'id,keywords',
    movies.map(({ id }) => [id, names(['made up'])]),
  );
  await write(
    'credits.csv',
    'cast,crew,id',
    movies.map(({ id, cast, director }) => [
      `[${cast.map((name, order) => `{'name': ${python(name)}, 'order': ${order}}`).join(', ')}]`,
      `[{'job': 'Director', 'name': ${python(director)}}]`,
      id,
    ]),
  );
  await write(
    'links.csv',
    'movieId,imdbId,tmdbId',
    movies.map(({ id }) => [Number(id) + 5000, id, id]),
  );
  await write('ratings.csv', 'userId,movieId,rating,timestamp', [[1, 5001, 4, 1_000_000_000]]);
  return target;
}

const names = (values: string[]) =>
  `[${values.map((name, id) => `{'id': ${id}, 'name': ${python(name)}}`).join(', ')}]`;
const python = (text: string) => `'${text.replaceAll("'", "\\'")}'`;
const csvRow = (cells: unknown[]) => cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',');
