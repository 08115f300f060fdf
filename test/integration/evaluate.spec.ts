import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { projectRoot } from '#platform/config/project-root.js';

jest.setTimeout(120_000);

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'evaluate-'))));
afterEach(() => rm(folder, { recursive: true }));

async function evaluate(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const script = join(projectRoot(), 'dist', 'scripts', 'commands', 'data', 'evaluate.js');
  return promisify(execFile)(process.execPath, [script, ...args], { cwd: folder });
}

async function ratings(...rows: string[]): Promise<string> {
  const path = join(folder, 'ratings.csv');
  await writeFile(path, ['user,item,rating,timestamp', ...rows, ''].join('\n'));
  return path;
}

describe('npm run evaluate', () => {
  it('writes both reports from a ratings file, the same with one thread as with two', async () => {
    const rows = [...Array(20 * 12).keys()].map((n) => {
      const [user, movie] = [Math.floor(n / 12), n % 12];
      return `u${user},f${movie},${(user + movie) % 2 ? 5 : 2},${n}`;
    });
    const file = await ratings(...rows);
    const reports = await Promise.all(
      ['1', '2'].map(async (threads) => {
        const out = join(folder, `with-${threads}`);
        const { stdout } = await evaluate(
          ...['--ratings', file, '--folds', '1', '--threads', threads, '--out', out],
        );
        expect(stdout).toBe(`${join(out, 'evaluation.md')}\n${join(out, 'evaluation.html')}\n`);
        return Promise.all(
          ['evaluation.md', 'evaluation.html'].map((name) => readFile(join(out, name), 'utf8')),
        );
      }),
    );
    expect(reports[0]).toEqual(reports[1]);
    expect(reports[0][0]).toContain('from ratings.csv: 20 people, 12 films, 240 ratings');
  });

  it.each([
    [[], /holds no ratings/],
    [['u,f,nine,1'], /ratings\.csv row 2: column "rating" holds "nine"/],
  ])('says in one line what is wrong with ratings %j', async (rows, message) => {
    const file = await ratings(...rows);
    const failure = await evaluate('--ratings', file, '--out', folder).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 1, stdout: '' });
    expect((failure as { stderr: string }).stderr).toMatch(message);
  });

  it.each([
    [['--folds', '6'], /--folds must be a whole number from 1 to 5, got "6"/],
    [['--films', 'films.csv'], /--films describes the films of a ratings file/],
    [['--ratings', 'nowhere.csv'], /nowhere\.csv/],
  ])('refuses %j', async (args, message) => {
    const failure = await evaluate(...args).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 1 });
    expect((failure as { stderr: string }).stderr).toMatch(message);
  });
});
