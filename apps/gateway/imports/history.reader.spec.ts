import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { readHistory } from './history.reader.js';

const HEADER = 'Date,Name,Year,Letterboxd URI,Rating\n';
const row = (number: number) => `2024-01-02,Film ${number},1999,x,4.5\n`;

/** An upload that goes on for ever, and how often it was asked for more. */
function endless(head: string, line: string) {
  const asked = { times: 0 };
  const upload = new Readable({
    read() {
      asked.times += 1;
      this.push(asked.times === 1 ? head : line.repeat(1000));
    },
  });
  return { upload, asked };
}

describe('readHistory', () => {
  it('reads a file while it arrives, in pieces cut anywhere', async () => {
    const text = HEADER + Array.from({ length: 2500 }, (_, at) => row(at)).join('');
    const pieces = text.match(/[^]{1,1009}/g)!;
    const { rows, summary } = await readHistory(Readable.from(pieces.map((piece) => Buffer.from(piece))));
    expect(summary).toMatchObject({ format: 'Letterboxd', scale: '0.5–5' });
    expect(rows).toHaveLength(2500);
    expect(rows[2499]).toEqual({
      row: 2501,
      title: 'Film 2499',
      year: 1999,
      rating: 4.5,
      ratedAt: new Date('2024-01-02'),
    });
  });

  it('refuses a header it does not know, and reads nothing after it', async () => {
    const { upload, asked } = endless('what,is,this\n', '1,2,3\n');
    await expect(readHistory(upload)).rejects.toMatchObject({
      code: 'unreadable_file',
      message: expect.stringMatching(/^unknown columns "what, is, this"/),
    });
    expect(upload.destroyed).toBe(true);
    expect(asked.times).toBeLessThan(1000);
  });

  it.each([
    ['line breaks', '\n', /^row \d+: the file has more than 20,000 blank lines$/],
    ['rows', row(1), /^row 20002: the file has more than 20,000 rows$/],
    [
      'rows of another width',
      '1,2\n',
      /^row 1002: the file has more than 1,000 rows with another number of fields than the header$/,
    ],
  ])('ends at its limit of %s, naming row and limit', async (_, line, message) => {
    const { upload } = endless(HEADER, line);
    await expect(readHistory(upload)).rejects.toMatchObject({
      code: 'unreadable_file',
      message: expect.stringMatching(message),
      errors: [{ path: 'file', message: expect.stringMatching(message) }],
    });
    expect(upload.destroyed).toBe(true);
  });

  it('ends when its time or its memory is used up', async () => {
    const silent = new Readable({ read() {} });
    await expect(readHistory(silent, {}, { seconds: 0.01, megabytes: 64 })).rejects.toMatchObject({
      code: 'unreadable_file',
      message: 'The file could not be read within 0.01 seconds.',
    });
    const { upload } = endless(HEADER, row(1));
    await expect(readHistory(upload, {}, { seconds: 30, megabytes: 8 })).rejects.toMatchObject({
      code: 'unreadable_file',
      message: 'The file takes too much memory to read.',
    });
    expect([silent.destroyed, upload.destroyed]).toEqual([true, true]);
  });

  it('says when a file did not arrive whole, or is too long', async () => {
    const cut = new Readable({ read: () => cut.destroy(new Error('Part terminated early')) });
    await expect(readHistory(cut)).rejects.toMatchObject({
      code: 'unreadable_file',
      message: 'The file did not arrive whole: Part terminated early',
    });
    const long = new Readable({ read: () => long.emit('limit') });
    await expect(readHistory(long)).rejects.toMatchObject({ code: 'payload_too_large' });
  });
});
