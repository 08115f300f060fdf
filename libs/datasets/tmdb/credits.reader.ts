import { readCsvFile } from '../csv/csv-table.js';
import { isId } from '../movielens/links.reader.js';
import { castKept, type CastEntry } from '../records/movie.record.js';
import { dictsIn, namesIn } from './python-names.js';
import { noteBroken, type ReadSummary } from '../records/read-summary.js';

/** The people of a movie. */
export interface Credits {
  cast: CastEntry[];
  directors: string[];
}

/** Leading roles and directors from credits.csv (The Movies Dataset), by TMDB id. */
export async function readCredits(path: string, summary: ReadSummary): Promise<Map<string, Credits>> {
  const read = ({ cast, crew }: { cast: string; crew: string }): Credits => ({
    cast: castIn(cast),
    directors: [
      ...new Set(dictsIn(crew).flatMap((person) => (person.job === 'Director' ? nameOf(person) : []))),
    ],
  });
  return readById(path, { required: ['id', 'cast', 'crew'] }, read, summary);
}

/**
 * Keywords from keywords.csv (The Movies Dataset), by TMDB id.
 *
 * @param isWanted  by id; the cells of other movies are not read, and they count as left out
 */
export async function readKeywords(
  path: string,
  summary: ReadSummary,
  isWanted: (id: string) => boolean,
): Promise<Map<string, string[]>> {
  const read = ({ keywords }: { keywords: string }): string[] => [...new Set(namesIn(keywords))];
  return readById(path, { required: ['id', 'keywords'] }, read, summary, isWanted);
}

async function readById<Column extends string, Value>(
  path: string,
  columns: { required: readonly ('id' | Column)[] },
  read: (values: Record<'id' | Column, string>) => Value,
  summary: ReadSummary,
  isWanted: (id: string) => boolean = () => true,
): Promise<Map<string, Value>> {
  const byId = new Map<string, Value>();
  for await (const { row, values } of readCsvFile(path, columns, summary)) {
    if (!isId(values.id)) {
      noteBroken(summary, row, `id "${values.id.slice(0, 40)}" is not a number`);
    } else if (byId.has(values.id) || !isWanted(values.id)) {
      summary.leftOut += 1;
    } else {
      try {
        byId.set(values.id, read(values));
        summary.read += 1;
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        noteBroken(summary, row, `film ${values.id}: ${error.message}`);
      }
    }
  }
  return byId;
}

function castIn(cell: string): CastEntry[] {
  const place = ({ order }: Record<string, unknown>): number =>
    typeof order === 'number' ? order : Infinity;
  return dictsIn(cell)
    .sort((a, b) => place(a) - place(b))
    .flatMap(nameOf)
    .slice(0, castKept)
    .map((name, order) => ({ name, order }));
}

function nameOf({ name }: Record<string, unknown>): string[] {
  return typeof name === 'string' && name.trim() !== '' ? [name.trim()] : [];
}
