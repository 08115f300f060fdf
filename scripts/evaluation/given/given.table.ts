import { meanOf } from '#ranking/math/metrics.js';
import { share, withError } from '../report/cells.js';
import type { Report } from '../report/report.js';
import type { Tables } from '../splits/samples.js';
import { ROWS } from './given.measures.js';

/** Errors of several folds are put together by their squares, of equally many ratings each; samples are of folds, not of people. */
function overFolds(row: string, found: readonly number[]): string {
  const mean = (value: (one: number) => number) => meanOf(found.map(value))?.mean;
  return row.startsWith(ROWS.rmse)
    ? share(Math.sqrt(mean((one) => one ** 2) ?? NaN))
    : share(mean((one) => one));
}

/** One column for each folder of splits. @param measured  by the folder's name */
export function givenReport(measured: Readonly<Record<string, Tables>>): Report {
  const folders = Object.keys(measured);
  const samplesOf = (folder: string, row: string) => measured[folder].given?.blend?.[row] ?? [];
  const rows = [...new Set(folders.flatMap((folder) => Object.keys(measured[folder].given?.blend ?? {})))];
  const cell = (folder: string, row: string) =>
    row.startsWith(ROWS.rmse) || row.startsWith(ROWS.mae)
      ? overFolds(row, samplesOf(folder, row))
      : withError(meanOf(samplesOf(folder, row)));
  return {
    title: 'Given splits',
    introduction: ['The blend as served; means over people ± their standard error, stars over all ratings.'],
    sections: [
      {
        title: 'Measured',
        text: [],
        tables: [
          {
            head: ['', ...folders],
            rows: rows.map((row) => [row, ...folders.map((folder) => cell(folder, row))]),
          },
        ],
        charts: [],
      },
    ],
  };
}
