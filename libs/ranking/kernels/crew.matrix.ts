import type { SparseMatrix } from '../math/sparse-matrix.js';
import type { Crew } from './crew.js';

/** A matrix in a crew's memory. */
export function inCrew(matrix: SparseMatrix, crew: Crew): SparseMatrix {
  const { offsets, columns, values } = matrix;
  return {
    ...matrix,
    offsets: crew.copied(offsets),
    columns: crew.copied(columns),
    values: crew.copied(values),
  };
}
