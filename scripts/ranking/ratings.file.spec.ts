import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readItemsFile } from './items.file.js';
import { type RatedItem, readRatingsFile } from './ratings.file.js';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'ratings-'))));
afterEach(() => rm(folder, { recursive: true }));

async function file(text: string): Promise<string> {
  const path = join(folder, 'file.csv');
  await writeFile(path, text);
  return path;
}

async function read(text: string): Promise<RatedItem[]> {
  const rows: RatedItem[] = [];
  for await (const row of readRatingsFile(await file(text))) rows.push(row);
  return rows;
}

describe('a ratings file', () => {
  it('is read row by row, columns in any order, repeated rows too', async () => {
    const rows = await read(
      '\ufeffitem,user,timestamp,rating\r\n7,u1,100,4.5\r\n7,u1,200,3\r\n"a,b",u 2,1.5e9,0.5\r\n',
    );
    expect(rows).toEqual([
      { user: 'u1', item: '7', rating: 4.5, timestamp: 100 },
      { user: 'u1', item: '7', rating: 3, timestamp: 200 },
      { user: 'u 2', item: 'a,b', rating: 0.5, timestamp: 1.5e9 },
    ]);
  });

  it('may hold nothing but its header', async () => {
    expect(await read('user,item,rating,timestamp\n')).toEqual([]);
  });

  it.each([
    ['', /file\.csv: the file is empty/],
    ['user,item,stars\n1,2,3\n', /no column "rating", "timestamp"/],
    ['user;item;rating;timestamp\n1;2;3;4\n', /no column "user"/],
    ['user,item,rating,timestamp\n1,2,3,4\n1,2,NaN,4\n', /row 3: column "rating" holds "NaN"/],
    ['user,item,rating,timestamp\n1,2,,4\n', /row 2: column "rating" holds ""/],
    ['user,item,rating,timestamp\n1,2,11,4\n', /row 2: stars must be a number from 0\.5 to 5, got 11/],
    ['user,item,rating,timestamp\n1,2,4,soon\n', /row 2: column "timestamp" holds "soon"/],
    ['user,item,rating,timestamp\n,2,4,4\n', /row 2: column "user" is empty/],
    ['user,item,rating,timestamp\n1,2,4\n', /row 2: has 3 fields where the header has 4/],
  ])('is refused when it reads %j', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });
});

describe('a films file', () => {
  it('gives titles, years from either place and genres in one vocabulary; the last row of an item wins', async () => {
    const items = await readItemsFile(
      await file(
        'item,title,year,genres\n1,Old,1990,Drama\n2,Alien (1979),NA,Sci-Fi|Horror\n1,"Matrix, The",1999,\n',
      ),
    );
    expect(items).toEqual([
      { id: '1', title: 'Matrix, The', year: 1999, genres: [] },
      { id: '2', title: 'Alien', year: 1979, genres: ['Science Fiction', 'Horror'] },
    ]);
  });

  it('is refused without its columns', async () => {
    await expect(readItemsFile(await file('item,name\n1,x\n'))).rejects.toThrow(
      /no column "title", "year", "genres"/,
    );
  });
});
