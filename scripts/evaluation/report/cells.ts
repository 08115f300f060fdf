import { type Mean, meanOf } from '#ranking/math/metrics.js';
import type { Samples } from '../splits/samples.js';
import type { ChartPoint } from './report.js';
import { inOrder, titleOf } from './model.titles.js';
import type { Table } from './report.js';

/** Where there is nothing to show. */
export const NOTHING = '–';

/** ".372": three decimals without the zero in front, as measures from 0 to 1 are written. */
export function share(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return NOTHING;
  return value.toFixed(3).replace(/^(-?)0\./u, '$1.');
}

/** ".372 ± .008" */
export function withError(mean: Mean | undefined, write: (value: number) => string = share): string {
  return mean ? `${write(mean.mean)} ± ${write(mean.error)}` : NOTHING;
}

export function decimals(count: number): (value: number) => string {
  return (value) => {
    const text = value.toFixed(count);
    return Number(text) === 0 ? text.replace('-', '') : text;
  };
}

export function whole(count: number): string {
  return count.toLocaleString('en');
}

/** The mean of what was measured for a model. */
export function meanFor(samples: Samples | undefined, model: string, measure: string): Mean | undefined {
  return meanOf(samples?.[model]?.[measure] ?? []);
}

/** A row for each model, a column for each measure. */
export function modelTable(samples: Samples, measures: readonly string[]): Table {
  const rows = inOrder(Object.keys(samples)).map((model) => [
    titleOf(model),
    ...measures.map((measure) => withError(meanFor(samples, model, measure))),
  ]);
  return { head: ['model', ...measures], rows };
}

/** A row for each model, a column for each table. */
export function acrossTables(
  first: string,
  columns: readonly { name: string; samples?: Samples }[],
  measure: string,
): Table {
  const models = inOrder(columns.flatMap(({ samples }) => Object.keys(samples ?? {})));
  return {
    head: [first, ...columns.map(({ name }) => name)],
    rows: models.map((model) => [
      titleOf(model),
      ...columns.map(({ samples }) => withError(meanFor(samples, model, measure))),
    ]),
  };
}

/** One series of a chart with a point for each model. */
export function modelSeries(
  samples: Samples,
  models: readonly string[],
  measure: string,
): (ChartPoint | undefined)[] {
  return models.map((model) => meanFor(samples, model, measure));
}
