import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What half of the fixture's users love, and the other half does not. */
const CAMPS = [
  {
    key: 'space',
    genres: ['Science Fiction', 'Adventure'],
    language: 'en',
    director: 'Ada Orbit',
    plot: 'A crew of astronauts in a spaceship meets an alien robot on a distant planet',
  },
  {
    key: 'paris',
    genres: ['Drama', 'Romance'],
    language: 'fr',
    director: 'Claire Seine',
    plot: 'A lonely widow in Paris falls in love with a painter and must choose between him and her family',
  },
] as const;

export const MOVIES_PER_CAMP = 60;
const PEOPLE_PER_CAMP = 30;

/** The last three of Paris are a series. */
const FIRST_OF_SERIES = MOVIES_PER_CAMP - 3;

/** Minutes of the n-th movie of a camp. */
export const runtimeOf = (n: number) => 80 + n;

/** TMDB id of the n-th movie of a camp. */
export const movieId = (camp: 'space' | 'paris', n: number) => String((camp === 'space' ? 1000 : 2000) + n);

/**
 * Writes a small data set in the form of The Movies Dataset: two camps of movies, and users who love one and dislike
 * the other. Everything in it is made up, and the same every time.
 *
 * @param titles  other titles than usual, by movie id
 * @returns its folder
 */
export async function writeSmallDataset(titles: Record<string, string> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'movie-recommender-e2e-'));
  // Containers read it as another user.
  await chmod(folder, 0o755);
  const movies = CAMPS.flatMap((camp) => Array.from({ length: MOVIES_PER_CAMP }, (_, n) => ({ camp, n })));
  const metadata = movies.map(({ camp, n }) =>
    csv([
      'False',
      camp.key === 'paris' && n >= FIRST_OF_SERIES ? "{'id': 7, 'name': 'Paris Collection'}" : '',
      '0',
      list(camp.genres.map((name, id) => ({ id, name }))),
      '',
      movieId(camp.key, n),
      `tt${movieId(camp.key, n)}`,
      camp.language,
      `${camp.key} film ${n}`,
      `${camp.plot}. Chapter ${n}.`,
      String(10 - n / 10),
      `/${camp.key}-${n}.jpg`,
      '[]',
      '[]',
      `${1960 + n}-05-01`,
      '0',
      String(runtimeOf(n)),
      '[]',
      'Released',
      '',
      titles[movieId(camp.key, n)] ?? `${camp.key} film ${n}`,
      'False',
      '7.0',
      String(500 - n),
    ]),
  );
  const keywords = movies.map(({ camp, n }) =>
    csv([movieId(camp.key, n), list([{ id: 1, name: camp.key }])]),
  );
  const credits = movies.map(({ camp, n }) =>
    csv([
      list([{ cast_id: 1, name: `${camp.key} star ${n % 7}`, order: 0 }]),
      list([{ job: 'Director', department: 'Directing', name: camp.director }]),
      movieId(camp.key, n),
    ]),
  );
  const ratings = CAMPS.flatMap((camp, c) =>
    Array.from({ length: PEOPLE_PER_CAMP }, (_, p) => {
      const user = c * PEOPLE_PER_CAMP + p + 1;
      return movies
        .filter(({ n }) => (n * 7 + p * 3) % 4 === 0)
        .map(
          (movie) =>
            `${user},${movieId(movie.camp.key, movie.n)},${movie.camp === camp ? 4 + ((movie.n + p) % 3) / 2 : 1.5},${1_000_000_000 + p}`,
        );
    }).flat(),
  );
  const links = movies.map(
    ({ camp, n }) => `${movieId(camp.key, n)},${movieId(camp.key, n)},${movieId(camp.key, n)}`,
  );
  const write = (name: string, header: string, rows: string[]) =>
    writeFile(join(folder, name), [header, ...rows, ''].join('\n'));
  await write(
    'movies_metadata.csv',
    'adult,belongs_to_collection,budget,genres,homepage,id,imdb_id,original_language,original_title,overview,popularity,poster_path,production_companies,production_countries,release_date,revenue,runtime,spoken_languages,status,tagline,title,video,vote_average,vote_count',
    metadata,
  );
  await write('keywords.csv', 'id,keywords', keywords);
  await write('credits.csv', 'cast,crew,id', credits);
  await write('links.csv', 'movieId,imdbId,tmdbId', links);
  await write('ratings.csv', 'userId,movieId,rating,timestamp', ratings);
  return folder;
}

const csv = (fields: string[]) => fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(',');

/** A Python literal, as these files have them. */
const list = (items: object[]) => JSON.stringify(items).replaceAll('"', "'");

export const isSpace = ({ title }: { title: string }) => title.startsWith('space');

/** Five stars for some movies of a camp. */
export const loveOf = (camp: 'space' | 'paris', movies = 5) =>
  Object.fromEntries(Array.from({ length: movies }, (_, n) => [movieId(camp, n * 3), 5]));
