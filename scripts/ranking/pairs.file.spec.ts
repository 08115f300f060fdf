import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readPairsFile } from './pairs.file.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pairs-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(text: string): Promise<string> {
  const path = join(folder, 'pairs.csv');
  await writeFile(path, text);
  return path;
}

describe('pairs file', () => {
  it('gives users and films in order, repeats too, whatever other columns there are', async () => {
    const path = await fileOf('rating,user,item\n3,u1,i9\n,u2,"a,b"\n3,u1,i9\n');
    expect(await readPairsFile(path)).toEqual([
      { user: 'u1', item: 'i9' },
      { user: 'u2', item: 'a,b' },
      { user: 'u1', item: 'i9' },
    ]);
  });

  it('gives the moment where there is one', async () => {
    const path = await fileOf('user,item,timestamp\nu1,i1,978300760\nu1,i2,\n');
    expect(await readPairsFile(path)).toEqual([
      { user: 'u1', item: 'i1', time: 978300760 },
      { user: 'u1', item: 'i2' },
    ]);
  });

  it.each([
    ['user,item,timestamp\n1,2,yesterday\n', /row 2: column "timestamp" holds "yesterday"/],
    ['user;item\n1;2\n', /user/],
    ['user,film\n1,2\n', /item/],
    ['user,item\n1,\n', /row 2: column "item" is empty/],
    ['user,item\n1,2\n3\n', /row 3/],
    ['user,item\n1,2\n3,4,5\n6,7\n', /row 3/],
    ['', /empty/],
  ])('names what is wrong with %j', async (text, message) => {
    await expect(readPairsFile(await fileOf(text))).rejects.toThrow(message);
  });
});
