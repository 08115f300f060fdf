/** One line of bench/RESULTS.md. */
export interface Measurement {
  what: string;
  /** Rounded for reading, with its unit. */
  value: string;
  /** What it is compared with, measured in the same run. */
  reference?: string;
  ratio?: string;
}

/** The q-th quantile of unsorted numbers, 0 ≤ q ≤ 1, by the nearest-rank rule. */
export function quantile(values: number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? NaN;
}

export const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
