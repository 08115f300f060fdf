import { parsePythonLiteral, type PythonValue } from './python-literal.js';

/**
 * The `name`s in a cell such as "[{'id': 16, 'name': 'Animation'}]"; an empty cell has none.
 *
 * @throws SyntaxError when the cell is no Python literal
 */
export function namesIn(cell: string): string[] {
  return dictsIn(cell).flatMap(({ name }) =>
    typeof name === 'string' && name.trim() !== '' ? [name.trim()] : [],
  );
}

/**
 * The dicts in a cell that holds a list of them.
 *
 * @throws SyntaxError when the cell is no Python literal
 */
export function dictsIn(cell: string): Record<string, PythonValue>[] {
  if (cell.trim() === '') return [];
  const value = parsePythonLiteral(cell);
  if (!Array.isArray(value)) return [];
  return value.filter(isDict);
}

function isDict(value: PythonValue): value is Record<string, PythonValue> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
