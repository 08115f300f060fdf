import { MAX_TITLE_LENGTH } from '#contracts/protocol/limits.js';
import { readCsvFile } from '../csv/csv-table.js';
import type { MovieRecord } from '../records/movie.record.js';
import { genreNames } from '../records/genre-names.js';
import { formerIdOf, isId, movieIdOf, type MovielensLink } from './links.reader.js';
import { noteBroken, type ReadSummary } from '../records/read-summary.js';
import { articleToFront, splitTitleAndYear } from '../matching/title-key.js';

const columns = { required: ['movieId', 'title', 'genres'] } as const;

/** The movies of MovieLens's movies.csv; of several MovieLens movies that are one movie, the first. */
export async function* readMovielensMovies(
  path: string,
  links: ReadonlyMap<string, MovielensLink>,
  summary: ReadSummary,
): AsyncGenerator<MovieRecord> {
  const seen = new Set<string>();
  for await (const { row, values } of readCsvFile(path, columns, summary)) {
    const { movieId } = values;
    const { title, year } = splitTitleAndYear(values.title);
    if (!isId(movieId)) {
      noteBroken(summary, row, `movieId "${movieId.slice(0, 40)}" is not a number`);
    } else if (title === '') {
      noteBroken(summary, row, `film ${movieId} has no title`);
    } else if (title.length > MAX_TITLE_LENGTH) {
      noteBroken(summary, row, `film ${movieId} has a title of more than ${MAX_TITLE_LENGTH} characters`);
    } else {
      const link = links.get(movieId);
      const id = movieIdOf(movieId, link);
      if (seen.has(id)) {
        summary.leftOut += 1;
        continue;
      }
      seen.add(id);
      summary.read += 1;
      yield {
        id,
        title: readableTitle(title),
        ...(year === undefined ? {} : { year }),
        genres: genreNames(values.genres.split('|')),
        keywords: [],
        cast: [],
        directors: [],
        links: {
          movielens: movieId,
          ...(link?.tmdb && { tmdb: link.tmdb }),
          ...(link?.imdb && { imdb: link.imdb }),
        },
        ...(link?.byTitle && { formerId: formerIdOf(movieId, link) }),
      };
    }
  }
}

/** "City of Lost Children, The (Cité des enfants perdus, La)" → "The City of Lost Children (La Cité des enfants perdus)". */
function readableTitle(title: string): string {
  // Without the closing bracket the pattern would try every opening one to the end.
  const [, main, other] = (title.endsWith(')') && /^(.*\S)\s+\((.+)\)$/su.exec(title)) || [];
  return main === undefined ? articleToFront(title) : `${articleToFront(main)} (${articleToFront(other)})`;
}
