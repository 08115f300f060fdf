/** For each model, for each measure, one number per user measured: what means and their errors are made of. */
export type Samples = Record<string, Record<string, number[]>>;

/** Samples under the name of the table they belong to. */
export type Tables = Record<string, Samples>;

/** Adds one user's number. */
export function addSample(
  tables: Tables,
  table: string,
  model: string,
  measure: string,
  value: number,
): void {
  const samples = (tables[table] ??= {});
  ((samples[model] ??= {})[measure] ??= []).push(value);
}

/** Adds all of `more`, which other users were measured for. */
export function addTables(tables: Tables, more: Tables): void {
  for (const [table, samples] of Object.entries(more))
    for (const [model, measures] of Object.entries(samples))
      for (const [measure, values] of Object.entries(measures))
        for (const value of values) addSample(tables, table, model, measure, value);
}
