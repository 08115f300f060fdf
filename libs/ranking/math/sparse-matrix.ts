/** Compressed sparse rows: row r has `columns[e]`, `values[e]` for e from offsets[r] to offsets[r + 1]. Plain data. */
export interface SparseMatrix {
  rowCount: number;
  columnCount: number;
  /** Length rowCount + 1. */
  offsets: Int32Array;
  /** Column of each entry, ascending within a row. */
  columns: Int32Array;
  values: Float32Array;
}

/** @param rows  for each row its [column, value] pairs, columns ascending */
export function sparseFromRows(
  rows: readonly (readonly [number, number])[][],
  columnCount: number,
): SparseMatrix {
  const size = rows.reduce((sum, row) => sum + row.length, 0);
  const offsets = new Int32Array(rows.length + 1);
  const columns = new Int32Array(size);
  const values = new Float32Array(size);
  let at = 0;
  rows.forEach((row, r) => {
    for (const [column, value] of row) {
      columns[at] = column;
      values[at++] = value;
    }
    offsets[r + 1] = at;
  });
  return { rowCount: rows.length, columnCount, offsets, columns, values };
}

/** 1 where row and column are the same. */
export function identity(order: number): SparseMatrix {
  const offsets = Int32Array.from({ length: order + 1 }, (_, at) => at);
  const [columns, values] = [offsets.slice(0, order), new Float32Array(order).fill(1)];
  return { rowCount: order, columnCount: order, offsets, columns, values };
}

/** The same matrix by columns: rows and columns exchanged. */
export function transpose(matrix: SparseMatrix): SparseMatrix {
  const { rowCount, columnCount, columns, values } = matrix;
  const offsets = new Int32Array(columnCount + 1);
  for (const column of columns) offsets[column + 1]++;
  for (let c = 0; c < columnCount; c++) offsets[c + 1] += offsets[c];
  const next = offsets.slice(0, columnCount);
  const turned = { columns: new Int32Array(columns.length), values: new Float32Array(columns.length) };
  for (let row = 0; row < rowCount; row++) {
    for (let entry = matrix.offsets[row]; entry < matrix.offsets[row + 1]; entry++) {
      const to = next[columns[entry]]++;
      turned.columns[to] = row;
      turned.values[to] = values[entry];
    }
  }
  return { rowCount: columnCount, columnCount: rowCount, offsets, ...turned };
}

/** Some rows of a matrix, in the order in which they are named. */
export function rowsOf(matrix: SparseMatrix, rows: Int32Array): SparseMatrix {
  const offsets = new Int32Array(rows.length + 1);
  rows.forEach((row, at) => {
    offsets[at + 1] = offsets[at] + matrix.offsets[row + 1] - matrix.offsets[row];
  });
  const columns = new Int32Array(offsets[rows.length]);
  const values = new Float32Array(columns.length);
  rows.forEach((row, at) => {
    const [from, end] = [matrix.offsets[row], matrix.offsets[row + 1]];
    columns.set(matrix.columns.subarray(from, end), offsets[at]);
    values.set(matrix.values.subarray(from, end), offsets[at]);
  });
  return { rowCount: rows.length, columnCount: matrix.columnCount, offsets, columns, values };
}

/** Adds a row, times a number, to sums of length columnCount. Small, so that the engine makes fast code of it once for all rows. */
export function addSparseRow(matrix: SparseMatrix, row: number, times: number, sums: Float32Array): void {
  const { offsets, columns, values } = matrix;
  const end = offsets[row + 1];
  for (let entry = offsets[row]; entry < end; entry++) sums[columns[entry]] += times * values[entry];
}

/** Inner product of two rows of one matrix, by walking both in column order. */
export function rowProduct(matrix: SparseMatrix, a: number, b: number): number {
  const { offsets, columns, values } = matrix;
  let i = offsets[a];
  let j = offsets[b];
  let sum = 0;
  while (i < offsets[a + 1] && j < offsets[b + 1]) {
    if (columns[i] === columns[j]) sum += values[i++] * values[j++];
    else if (columns[i] < columns[j]) i++;
    else j++;
  }
  return sum;
}

/** Inner products of all rows with a dense vector of length columnCount; length rowCount. */
export function multiplySparse(matrix: SparseMatrix, vector: Float32Array): Float32Array {
  const { offsets, columns, values, rowCount } = matrix;
  const products = new Float32Array(rowCount);
  for (let row = 0, entry = 0; row < rowCount; row++) {
    const end = offsets[row + 1];
    let sum = 0;
    for (; entry < end; entry++) sum += values[entry] * vector[columns[entry]];
    products[row] = sum;
  }
  return products;
}

/** Inner product of a row with a dense vector of length columnCount, stored in `vector` from `from` on. */
export function rowDot(
  matrix: SparseMatrix,
  row: number,
  vector: Float32Array | Int16Array,
  from = 0,
): number {
  return vector instanceof Int16Array
    ? shortDot(matrix, row, vector, from)
    : singleDot(matrix, row, vector, from);
}

// Two of them: the loop is the hottest there is, and runs at half the speed when it has to serve two types of array.
function singleDot(matrix: SparseMatrix, row: number, vector: Float32Array, from: number): number {
  const { offsets, columns, values } = matrix;
  const end = offsets[row + 1];
  let sum = 0;
  for (let entry = offsets[row]; entry < end; entry++) sum += values[entry] * vector[from + columns[entry]];
  return sum;
}

function shortDot(matrix: SparseMatrix, row: number, vector: Int16Array, from: number): number {
  const { offsets, columns, values } = matrix;
  const end = offsets[row + 1];
  let sum = 0;
  for (let entry = offsets[row]; entry < end; entry++) sum += values[entry] * vector[from + columns[entry]];
  return sum;
}
