import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { type CsvRow, readCsv, readCsvFile } from './csv-table.js';
import { DatasetError } from '../records/dataset.error.js';
import { emptySummary } from '../records/read-summary.js';

async function read(text: string | Buffer) {
  const summary = emptySummary('films.csv');
  const rows: CsvRow<'id' | 'title', 'note'>[] = [];
  const source = Readable.from([text]);
  for await (const row of readCsv(source, { required: ['id', 'title'], optional: ['note'] }, summary))
    rows.push(row);
  return { rows, summary };
}

describe('readCsv', () => {
  it('reads a byte order mark, CRLF, quotes, quoted line breaks and a last line without an end', async () => {
    const { rows, summary } = await read(
      '\ufeffid,title,other\r\n1,"Good, Bad ""Ugly""",x\r\n2,"two\r\nlines",y',
    );
    expect(rows).toEqual([
      { row: 2, values: { id: '1', title: 'Good, Bad "Ugly"' } },
      { row: 3, values: { id: '2', title: 'two\r\nlines' } },
    ]);
    expect(summary.brokenCount).toBe(0);
  });

  it('takes columns in any order and optional ones when they are there', async () => {
    const { rows } = await read('note, title ,id\nn,Heat,6\n');
    expect(rows).toEqual([{ row: 2, values: { id: '6', title: 'Heat', note: 'n' } }]);
  });

  it('names rows with too few or too many fields and goes on', async () => {
    const { rows, summary } = await read('id,title\n1\n\n2,Heat\n3,a,b\n4,"Say ""hi"" now\n');
    expect(rows.map(({ values }) => values.id)).toEqual(['2']);
    expect(summary.broken).toEqual([
      { row: 2, why: 'has 1 fields where the header has 2' },
      { row: 5, why: 'has 3 fields where the header has 2' },
      { row: 6, why: 'opens a quote that is never closed; nothing after it could be read' },
    ]);
  });

  it('keeps a stray quote inside a field', async () => {
    const { rows } = await read('id,title\n1,The "Great" One\n');
    expect(rows[0].values.title).toBe('The "Great" One');
  });

  it('counts every broken row and names the first twenty', async () => {
    const { summary } = await read(`id,title\n${'broken\n'.repeat(50)}`);
    expect(summary.brokenCount).toBe(50);
    expect(summary.broken).toHaveLength(20);
  });

  it('refuses a header without a required column, naming file and column', async () => {
    await expect(read('id,name\n1,Heat\n')).rejects.toThrow(
      new DatasetError('films.csv: the header has no column "title"'),
    );
  });

  it('refuses an empty file', async () => {
    await expect(read('')).rejects.toThrow('films.csv: the file is empty');
  });

  it('names a file that is missing', async () => {
    const rows = readCsvFile('/nowhere/films.csv', { required: ['id'] }, emptySummary('films.csv'));
    await expect(rows.next()).rejects.toThrow('/nowhere/films.csv: no such file');
  });

  it('passes on an error of its source', async () => {
    const source = new Readable({
      read() {
        this.destroy(new Error('the disk is gone'));
      },
    });
    const rows = readCsv(source, { required: ['id'] }, emptySummary('films.csv'));
    await expect(rows.next()).rejects.toThrow('the disk is gone');
  });

  it('holds a few rows at a time, however many there are', async () => {
    let written = 0;
    const endless = Readable.from(
      (function* () {
        yield 'id,title\n';
        for (;;) {
          written += 1;
          yield `${written},Heat\n`;
        }
      })(),
    );
    const rows = readCsv(endless, { required: ['id'] }, emptySummary('films.csv'));
    for (let row = 0; row < 1000; row += 1) await rows.next();
    await rows.return(undefined);
    expect(endless.destroyed).toBe(true);
    expect(written).toBeLessThan(20_000);
  });
});
