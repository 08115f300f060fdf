import { rename, rm } from 'node:fs/promises';
import { fileWriter, ParquetWriter, schemaFromColumnData, type BasicType } from 'hyparquet-writer';

/** Rows held in memory until they are written as one row group: some tens of megabytes. */
const GROUP_ROWS = 100_000;

type Value = string | number | boolean;
/** The columns of a table, none of them ever empty. */
export type Columns = Record<string, BasicType>;

/** A Parquet file written as its rows come, a row group at a time; it has its name only when it is whole. */
export class ParquetTable<C extends Columns> {
  /** How many rows were added. */
  rows = 0;
  private readonly partial: string;
  private readonly names: (keyof C & string)[];
  private readonly waiting: Value[][];
  private readonly writer: ParquetWriter;

  constructor(
    private readonly path: string,
    columns: C,
    private readonly groupRows = GROUP_ROWS,
  ) {
    this.partial = `${path}.partial`;
    this.names = Object.keys(columns);
    this.waiting = this.names.map(() => []);
    const columnData = this.names.map((name) => ({ name, data: [], type: columns[name], nullable: false }));
    this.writer = new ParquetWriter({
      writer: fileWriter(this.partial),
      schema: schemaFromColumnData({ columnData }),
    });
  }

  async add(row: Record<keyof C, Value>): Promise<void> {
    this.names.forEach((name, at) => this.waiting[at].push(row[name]));
    if (++this.rows % this.groupRows === 0) await this.write();
  }

  async finish(): Promise<void> {
    await this.write();
    await this.writer.finish();
    await rename(this.partial, this.path);
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    await rm(this.partial, { force: true });
  }

  private async write(): Promise<void> {
    if (this.waiting[0].length === 0) return;
    const columnData = this.names.map((name, at) => ({ name, data: this.waiting[at] }));
    await this.writer.write({ columnData, rowGroupSize: this.groupRows });
    for (const column of this.waiting) column.length = 0;
  }
}
