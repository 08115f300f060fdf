import sax from 'sax';
import { DatasetError, NothingToRead } from '../records/dataset.error.js';
import type { EntryTable } from './json-table.js';

const MOST_COLUMNS = 200;
const MOST_ENTRIES = 100_000;

/**
 * The entries of an XML text as tables, one for each name of entry: an entry is an element in the root, and each element in it a
 * column. Entities other than XML's own five are left as they are, so none can grow.
 *
 * @throws NothingToRead when it holds no entries
 * @throws DatasetError when the text is no XML
 */
export function xmlTables(text: string): EntryTable[] {
  const entries = new Map<string, { columns: Map<string, number>; rows: string[][] }>();
  const path: string[] = [];
  let [cells, cell, count] = [[] as string[], '', 0];
  const parser = sax.parser(true, { trim: true });
  parser.onopentag = ({ name }) => {
    path.push(name);
    if (path.length === 2) cells = [];
    if (path.length <= 3) cell = '';
  };
  const add = (words: string) => (cell += words);
  parser.ontext = add;
  parser.oncdata = add;
  parser.onclosetag = (name) => {
    if (path.length === 3) {
      const { columns } = tableOf(entries, path[1]);
      if (!columns.has(name) && columns.size < MOST_COLUMNS) columns.set(name, columns.size);
      if (columns.has(name)) cells[columns.get(name)!] = cell;
    } else if (path.length === 2 && cells.length > 0) {
      if (++count > MOST_ENTRIES) throw new DatasetError(`the file has more than ${MOST_ENTRIES} entries`);
      tableOf(entries, name).rows.push(cells);
    }
    path.pop();
  };
  parser.onerror = () => {
    throw new DatasetError('the file begins like XML and is damaged: download the export again');
  };
  parser.write(text.replace(/^\uFEFF/u, '').trimStart()).close();
  const tables = [...entries].map(([list, { columns, rows }]) => ({
    list,
    header: [...columns.keys()],
    rows: rows.map((row, index) => ({
      row: index + 1,
      cells: [...columns.values()].map((at) => row[at] ?? ''),
    })),
  }));
  const filled = tables.filter(({ rows }) => rows.length > 0);
  if (filled.length === 0) throw new NothingToRead('the file is XML without films in it');
  return filled;
}

function tableOf<T extends Map<string, { columns: Map<string, number>; rows: string[][] }>>(
  entries: T,
  name: string,
) {
  const known = entries.get(name) ?? { columns: new Map<string, number>(), rows: [] };
  entries.set(name, known);
  return known;
}
