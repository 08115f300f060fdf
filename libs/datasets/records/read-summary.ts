import { basename } from 'node:path';

/** What reading one file came to. Broken rows are left out and named here, never fatal. */
export interface ReadSummary {
  /** The file's name without its folder. */
  file: string;
  /** Rows that became records. */
  read: number;
  /** The first broken rows, at most {@link brokenRowsKept}. */
  broken: BrokenRow[];
  /** All broken rows, also those no longer listed in `broken`. */
  brokenCount: number;
  /** Sound rows that are not wanted: repeated movies, ratings of movies that are not in the data set. */
  leftOut: number;
}

export interface BrokenRow {
  /** Row as a spreadsheet counts it: the header is row 1. */
  row: number;
  why: string;
}

/** How many broken rows a summary names; the others are only counted. */
export const brokenRowsKept = 20;

export function emptySummary(file: string): ReadSummary {
  return { file, read: 0, broken: [], brokenCount: 0, leftOut: 0 };
}

export function noteBroken(summary: ReadSummary, row: number, why: string): void {
  summary.brokenCount += 1;
  if (summary.broken.length < brokenRowsKept) summary.broken.push({ row, why });
}

/** A fresh summary of a file in a data set's list, in the place of one from an earlier reading. */
export function summaryOf(summaries: ReadSummary[], path: string): ReadSummary {
  const fresh = emptySummary(basename(path));
  const at = summaries.findIndex(({ file }) => file === fresh.file);
  if (at >= 0) summaries[at] = fresh;
  else summaries.push(fresh);
  return fresh;
}

/** The summaries in words: a line per file, and one for each broken row that is kept. */
export function summaryLines(summaries: ReadSummary[]): string[] {
  const count = (n: number) => n.toLocaleString('en');
  return summaries.flatMap(({ file, read, broken, brokenCount, leftOut }) => [
    `${file}: ${count(read)} rows read, ${count(leftOut)} left out, ${count(brokenCount)} broken`,
    ...broken.map(({ row, why }) => `  ${file} row ${row}: ${why}`),
  ]);
}
