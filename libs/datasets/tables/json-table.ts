import { DatasetError } from '../records/dataset.error.js';

/** A table of the entries of a JSON text. */
export interface EntryTable {
  /** The name of the list in the text; none where the text is one list. */
  list?: string;
  header: string[];
  /** By columns of `header`. */
  rows: string[][];
}

/** How deep an entry is read. */
const DEEPEST = 5;
const MOST_COLUMNS = 200;

/**
 * The lists of entries in a JSON text as tables: the text itself when it is a list, or each list in its outermost object. A
 * column is called by the way to its value, such as `movie.ids.imdb`. Of a list of objects inside an entry the last counts; a
 * list of words becomes one text with `|` between.
 *
 * @throws DatasetError when the text is no JSON, or holds no list of entries
 */
export function jsonTables(text: string): EntryTable[] {
  const root = parsed(text);
  if (isList(root)) return [tableOf(root)];
  const lists = isObject(root) ? Object.entries(root).filter(([, value]) => isList(value)) : [];
  if (lists.length === 0) throw new DatasetError('the file is JSON without a list of films in it');
  return lists.map(([list, entries]) => ({ list, ...tableOf(entries as unknown[]) }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch {
    throw new DatasetError('the file begins like JSON and is damaged: download the export again');
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: unknown): value is unknown[] => Array.isArray(value);

function tableOf(entries: unknown[]): EntryTable {
  const columns = new Map<string, number>();
  const rows = entries.map((entry) => {
    const cells: string[] = [];
    for (const [name, value] of leaves(entry, '', DEEPEST)) {
      if (!columns.has(name)) {
        if (columns.size >= MOST_COLUMNS) continue;
        columns.set(name, columns.size);
      }
      cells[columns.get(name)!] = value;
    }
    return cells;
  });
  const header = [...columns.keys()];
  return { header, rows: rows.map((cells) => header.map((_, at) => cells[at] ?? '')) };
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
