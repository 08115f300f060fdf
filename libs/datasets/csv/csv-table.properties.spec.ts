import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptySummary } from '../records/read-summary.js';
import { readCsv } from './csv-table.js';

const cell = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', ' ', 'é', '🎬') }),
);
const rows = fc.array(fc.record({ id: cell, title: cell }), { maxLength: 6 });
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** The text in pieces, as a network or a disk gives it: cut anywhere, also inside a character. */
function pieces(text: string, cuts: number[]): Buffer[] {
  const bytes = Buffer.from(text);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, at) => bytes.subarray(places[at], end));
}

describe('any table', () => {
  it('is read as it was written, however lines end and however the text arrives', async () => {
    const cuts = fc.array(fc.nat(), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom('\n', '\r\n'),
        cuts,
        fc.boolean(),
        async (table, end, at, marked) => {
          const lines = ['id,title', ...table.map(({ id, title }) => `${quoted(id)},${quoted(title)}`)];
          const text = (marked ? '\ufeff' : '') + lines.map((line) => line + end).join('');
          const summary = emptySummary('movies.csv');
          const read = [];
          const source = Readable.from(pieces(text, at));
          for await (const row of readCsv(source, { required: ['id', 'title'] }, summary)) read.push(row);
          expect(read).toEqual(table.map((values, row) => ({ row: row + 2, values })));
          expect(summary.brokenCount).toBe(0);
        },
      ),
    );
  });
});
