/** Plot vectors in one piece, which goes from process to process as it is: row i, of `dimension` numbers, belongs to the movie `ids[i]`. */
export interface PlotTable {
  ids: string[];
  dimension: number;
  vectors: Float32Array;
}

/** Vectors of another length than the first one's are left out: they are of another embedding model. */
export function plotTable(vectors: ReadonlyMap<string, Float32Array>): PlotTable {
  const dimension = vectors.values().next().value?.length ?? 0;
  const rows = [...vectors].filter(([, vector]) => dimension > 0 && vector.length === dimension);
  const table = new Float32Array(rows.length * dimension);
  rows.forEach(([, vector], row) => table.set(vector, row * dimension));
  return { ids: rows.map(([id]) => id), dimension, vectors: table };
}

/** Each movie's vector, a view into the table. */
export function plotsByMovie({ ids, dimension, vectors }: PlotTable): Map<string, Float32Array> {
  return new Map(ids.map((id, row) => [id, vectors.subarray(row * dimension, (row + 1) * dimension)]));
}
