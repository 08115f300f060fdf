/** A report without its form: what Markdown and HTML are written from. */
export interface Report {
  title: string;
  introduction: string[];
  sections: Section[];
}

export interface Section {
  title: string;
  /** Paragraphs. */
  text: string[];
  tables: Table[];
  charts: Chart[];
}

export interface Table {
  head: string[];
  /** As many cells as `head`; the first names the row, the others are numbers. */
  rows: string[][];
}

/** A value and its standard error. */
export interface ChartPoint {
  mean: number;
  error: number;
}

/** A chart is for HTML alone: everything it shows is in a table too. */
export interface Chart {
  /** What it shows, in a sentence. */
  caption: string;
  kind: 'bars' | 'lines';
  /** What the values are. */
  axis: string;
  /** Names along the other axis. */
  positions: string[];
  series: { name: string; points: (ChartPoint | undefined)[] }[];
}
