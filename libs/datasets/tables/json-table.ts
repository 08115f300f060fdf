import { DatasetError, NothingToRead } from '../records/dataset.error.js';

/** A table of the entries of a JSON or XML text. */
export interface EntryTable {
  /** The name of the list in the text; none where the text is one list. */
  list?: string;
  header: string[];
  /** Cells by columns of `header`, with the number of their entry; the first is 1. */
  rows: { row: number; cells: string[] }[];
}

/** How deep an entry is read. */
const DEEPEST = 5;
const MOST_COLUMNS = 200;
/** Lists in an entry of when a film was watched: each of its times is a row. */
const VIEWINGS = /^(?:(?:seen_|watch_)?history|watches|plays|viewings)$/u;
const MOST_VIEWINGS = 51;

/**
 * The lists of entries in a JSON text as tables: the text itself when it is a list, or a line an entry, or each list in its
 * outermost object. A column is called by the way to its value, such as `movie.ids.imdb`. Of a list of objects inside an entry
 * the last counts, but of when it was watched each; a list of words becomes one text with `|` between.
 *
 * @throws NothingToRead when it holds no list of entries
 * @throws DatasetError when the text is no JSON
 */
export function jsonTables(text: string): EntryTable[] {
  const root = parsed(text);
  if (isList(root)) return [tableOf(root)];
  const lists = isObject(root) ? Object.entries(root).filter(([, value]) => isList(value)) : [];
  if (lists.length === 0) throw new NothingToRead('the file is JSON without a list of films in it');
  return lists.map(([list, entries]) => ({ list, ...tableOf(entries as unknown[]) }));
}

function parsed(text: string): unknown {
  const json = text.replace(/^\uFEFF/u, '').trim();
  try {
    return JSON.parse(json);
  } catch {
    return parsedLines(json);
  }
}

function parsedLines(json: string): unknown[] {
  try {
    return json.split(/\r?\n/u).flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line) as unknown]));
  } catch {
    throw new DatasetError('the file begins like JSON and is damaged: download the export again');
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: unknown): value is unknown[] => Array.isArray(value);

function tableOf(entries: unknown[]): EntryTable {
  const columns = new Map<string, number>();
  const cellsOf = (entry: unknown) => {
    const cells: string[] = [];
    for (const [name, value] of leaves(entry, '', DEEPEST)) {
      if (!columns.has(name)) {
        if (columns.size >= MOST_COLUMNS) continue;
        columns.set(name, columns.size);
      }
      cells[columns.get(name)!] = value;
    }
    return cells;
  };
  const rows = entries.flatMap((entry, at) =>
    viewingsOf(entry).map((one) => ({ row: at + 1, cells: cellsOf(one) })),
  );
  const header = [...columns.keys()];
  return {
    header,
    rows: rows.map(({ row, cells }) => ({ row, cells: header.map((_, at) => cells[at] ?? '') })),
  };
}

/** An entry once for each time that its film was watched, where it lists them. */
function viewingsOf(entry: unknown): unknown[] {
  if (!isObject(entry)) return [entry];
  const [name, list] =
    Object.entries(entry).find(([key, value]) => VIEWINGS.test(key) && isList(value) && value.length > 1) ??
    [];
  if (name === undefined) return [entry];
  return (list as unknown[]).slice(-MOST_VIEWINGS).map((viewing) => ({ ...entry, [name]: viewing }));
}

function* leaves(value: unknown, name: string, deep: number): Generator<[name: string, value: string]> {
  if (value === null || value === undefined || deep === 0) return;
  if (isList(value)) {
    const objects = value.filter(isObject);
    if (objects.length > 0) yield* leaves(objects.at(-1), name, deep - 1);
    else yield [name, value.filter((item) => typeof item !== 'object').join('|')];
  } else if (isObject(value)) {
    for (const [key, inner] of Object.entries(value))
      yield* leaves(inner, name === '' ? key : `${name}.${key}`, deep - 1);
  } else {
    yield [name || 'value', String(value)];
  }
}
