import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvRecords } from '../csv/csv-records.js';
import { type ExportedRating, writeRatingsCsv } from './ratings-export.js';
import { type ImportedRating, readRatingsImport } from './ratings-import.js';

/** Any text, and often the characters that mean something to CSV or to a spreadsheet. */
const title = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.string({
    unit: fc.constantFrom("'", '"', '=', '+', '-', '@', '\t', '\r', '\n', ',', ' ', 'a', '\ufeff'),
    minLength: 1,
  }),
);
const rating: fc.Arbitrary<ExportedRating> = fc.record(
  {
    movieId: fc.tuple(fc.constantFrom('', 'ml-'), fc.nat()).map(([kind, id]) => kind + id),
    title,
    year: fc.integer({ min: 1874, max: 9999 }),
    rating: fc.integer({ min: 2, max: 10 }).map((halves) => halves / 2),
    ratedAt: fc.date({ min: new Date('1995-01-01'), max: new Date(), noInvalidDate: true }),
  },
  { requiredKeys: ['movieId', 'title', 'rating', 'ratedAt'] },
);

async function read(source: string | Readable): Promise<ImportedRating[]> {
  const rows: ImportedRating[] = [];
  for await (const row of readRatingsImport(source)) rows.push(row);
  return rows;
}

const limits = { rows: 8, ragged: 0, blankLines: 0, rowLength: 10_000 };

describe('any ratings that are exported', () => {
  it('are imported as they were', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(rating, { maxLength: 8 }), async (ratings) => {
        const rows = await read(writeRatingsCsv(ratings));
        expect(rows).toEqual(ratings.map((exported, at) => ({ row: at + 2, ...exported })));
      }),
      { examples: [[[{ movieId: '0', title: '\0', rating: 1, ratedAt: new Date('1995-01-01') }]]] },
    );
  });

  it('have no cell that a spreadsheet takes for a formula', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(rating, { minLength: 1, maxLength: 3 }), async (ratings) => {
        for await (const records of csvRecords(Readable.from([writeRatingsCsv(ratings)]), limits))
          for (const cell of records.flatMap(({ cells }) => cells)) expect(cell).not.toMatch(/^[=+\-@\t\r]/u);
      }),
    );
  });
});
