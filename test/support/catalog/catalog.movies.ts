import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface FixtureFilm {
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

/** Made-up films; the first few are told apart by what happens in them. */
export const FILMS: FixtureFilm[] = [
  film(
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
  film('2', 'Spring on the Seine', 2001, ['Romance', 'Comedy'], 'Élodie Martin', ['Audrey Blanc'], {
    plot: 'A shy waitress in Paris secretly arranges the happiness of her neighbours and falls in love.',
    language: 'fr',
    popularity: 30,
  }),
  film('3', 'The Long Heist', 1995, ['Crime', 'Thriller'], 'Michael Grant', ['Al Rossi', 'Mara Lind'], {
    plot: 'A master thief plans one last bank robbery while a tireless detective closes in on him.',
    popularity: 30,
  }),
  film('4', 'Reef Family', 2003, ['Animation', 'Family'], 'Andrew Shore', ['Ellen Tide'], {
    plot: 'A worried clownfish crosses the ocean to find his lost little son.',
    popularity: 25,
  }),
  film('5', 'The Long Heist', 2015, ['Crime'], 'Jane Copy', ['Al Rossi'], {
    plot: 'A remake in which hackers empty the vault of a casino.',
    popularity: 2,
  }),
  film('6', '¡Olé!', 2010, ['Music'], 'Pablo Ruiz', [], { plot: '', language: 'es', popularity: 1 }),
  ...Array.from({ length: 42 }, (_, n) =>
    film(
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

function film(
  id: string,
  title: string,
  year: number,
  genres: string[],
  director: string,
  cast: string[],
  rest: Pick<FixtureFilm, 'plot'> & Partial<FixtureFilm>,
): FixtureFilm {
  return { id, title, year, genres, director, cast, ...rest };
}

/** Writes films in the form of The Movies Dataset, with one row that is broken. @returns the folder */
export async function writeFilms(films: readonly FixtureFilm[], folder?: string): Promise<string> {
  const target = folder ?? (await mkdtemp(join(tmpdir(), 'movie-recommender-catalog-')));
  const write = (name: string, header: string, rows: unknown[][]) =>
    writeFile(join(target, name), [header, ...rows.map(csvRow), ''].join('\n'));
  await write(
    'movies_metadata.csv',
    'id,imdb_id,title,genres,overview,release_date,original_language,popularity,poster_path,runtime,vote_average,vote_count',
    [
      ...films.map((film) => [
        film.id,
        `tt${film.id.padStart(7, '0')}`,
        film.title,
        names(film.genres),
        film.plot,
        `${film.year}-06-01`,
        film.language ?? 'en',
        film.popularity ?? 1,
        `/poster-${film.id}.jpg`,
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
    films.map(({ id }) => [id, names(['made up'])]),
  );
  await write(
    'credits.csv',
    'cast,crew,id',
    films.map(({ id, cast, director }) => [
      `[${cast.map((name, order) => `{'name': ${python(name)}, 'order': ${order}}`).join(', ')}]`,
      `[{'job': 'Director', 'name': ${python(director)}}]`,
      id,
    ]),
  );
  await write(
    'links.csv',
    'movieId,imdbId,tmdbId',
    films.map(({ id }) => [Number(id) + 5000, id, id]),
  );
  await write('ratings.csv', 'userId,movieId,rating,timestamp', [[1, 5001, 4, 1_000_000_000]]);
  return target;
}

const names = (values: string[]) =>
  `[${values.map((name, id) => `{'id': ${id}, 'name': ${python(name)}}`).join(', ')}]`;
const python = (text: string) => `'${text.replaceAll("'", "\\'")}'`;
const csvRow = (cells: unknown[]) => cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',');
