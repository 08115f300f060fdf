import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { dataFile } from '#platform/config/project-root.js';
import { parseWeights } from '#ranking/scores/blend.js';
import { seededRandom } from '#ranking/math/random.js';
import { type EvaluationData, readFiles } from '../splits/evaluation.data.js';
import { evaluationOf } from '../tasks/evaluation.js';
import { runTask, tasksFor } from '../tasks/tasks.js';
import { reportOf } from './content.js';
import { toHtml } from './html.js';
import { toMarkdown } from './markdown.js';

const weights = parseWeights(JSON.parse(readFileSync(dataFile('weights.json'), 'utf8')));

// Models are fitted, several times.
jest.setTimeout(120_000);

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'evaluation-'))));
afterAll(() => rm(folder, { recursive: true }));

async function dataOf(rows: string[]): Promise<EvaluationData> {
  const path = join(folder, 'ratings.csv');
  await writeFile(path, ['user,item,rating,timestamp', ...rows, ''].join('\n'));
  return readFiles(path, undefined, 1);
}

/** 30 users who love even items and 30 who love odd ones; each has rated most of 50. */
function camps(): string[] {
  const random = seededRandom(3);
  return [...Array(60).keys()].flatMap((user) =>
    [...Array(50).keys()]
      .filter(() => random() < 0.8)
      .map((item) => `u${user},f${item},${item % 2 === user % 2 ? 5 : 2},${Math.floor(random() * 1e6)}`),
  );
}

function report(data: EvaluationData, folds = 1) {
  const setting = { data, weights, seed: 1 };
  const results = tasksFor(folds).map((task) => runTask(setting, task));
  const made = reportOf(evaluationOf(data, 1, folds, results), '2000-01-01');
  return { made, markdown: toMarkdown(made), html: toHtml(made) };
}

describe('the report', () => {
  const SECTIONS = [
    'People held out',
    'The next film',
    'As papers measure',
    'People with few ratings',
    'New films',
    'Well-known and little-known films',
    'What lists are like',
    'Stars',
  ];
  const sound = (text: string) => expect(text).not.toMatch(/NaN|undefined|Infinity|\[object/);

  let data: EvaluationData;
  let camped: ReturnType<typeof report>;
  beforeAll(async () => {
    data = await dataOf(camps());
    camped = report(data);
  });

  it('has every section, table and chart', () => {
    const { made, markdown, html } = camped;
    expect(made.sections.map(({ title }) => title)).toEqual(SECTIONS);
    for (const { tables, charts } of made.sections) {
      expect(tables.length).toBeGreaterThan(0);
      expect(charts.length).toBeGreaterThan(0);
      for (const { head, rows } of tables) for (const row of rows) expect(row).toHaveLength(head.length);
    }
    expect(html.match(/<svg /g)).toHaveLength(made.sections.flatMap(({ charts }) => charts).length);
    for (const text of [markdown, html]) {
      sound(text);
      expect(text).toContain('60 people, 50 films');
    }
  });

  it('is the same whenever it is made', () => {
    const again = report(data);
    expect(again.markdown).toBe(camped.markdown);
    expect(again.html).toBe(camped.html);
  });

  it('shows that a taste can be learnt, and leaves out what knows nothing', () => {
    const [heldOut] = camped.made.sections;
    const ndcg = (model: string) => {
      const [, cell] = heldOut.tables[0].rows.find(([name]) => name === model)!;
      return Number(cell.split(' ')[0]);
    };
    expect(ndcg('the blend, as served')).toBeGreaterThan(ndcg('popularity') + 0.2);
    expect(ndcg('baseline: plain EASE')).toBeGreaterThan(ndcg('baseline: most liked') + 0.2);
    // No items file: nothing is known of their genres.
    expect(heldOut.tables[0].rows.map(([name]) => name)).not.toContain('genres');
  });

  it.each([
    ['a single rating', ['u,f,5,1']],
    ['a single person', [...Array(30).keys()].map((item) => `u,f${item},5,${item}`)],
    ['nobody who likes anything', ['u,f,1,1', 'u,g,2,2', 'v,f,1,3', 'v,g,1,1']],
  ])('of %s says what cannot be measured', async (_, rows) => {
    const { made, markdown, html } = report(await dataOf(rows));
    expect(made.sections.map(({ title }) => title)).toEqual(SECTIONS);
    expect(markdown).toContain('Nobody here has rated enough');
    sound(markdown);
    sound(html);
  });

  it('shows how well lists follow the tastes of film lovers, where their films are there', () => {
    const served = {
      inWorld: [0.9, 0.8, 0.6],
      outOfOrder: 1,
      medianRank: 1200,
      underMiddle: 2,
      found: [0.1, 0.5, 0.75],
    };
    const without = { ...served, inWorld: [0.2, 0.1, 0.1], found: [0, 0, 0.25] };
    const hard = { ofThree: [0.7, 0.5, 0.4], besideFamous: [0.9, 0.7, 0.65] };
    const result = { taste: 'French cinema', keptBack: false, inCatalogue: 262, served, without, hard };
    const evaluation = evaluationOf(data, 1, 1, [{ tables: {}, shown: {}, panel: [result] }]);
    const { sections } = reportOf(evaluation, '2000-01-01');
    const { tables, charts } = sections.find(({ title }) => title === 'Film lovers')!;
    const row = [
      'French cinema',
      '.900',
      '.200',
      '.800',
      '.100',
      '.600',
      '.100',
      '262',
      '.750',
      '.250',
      '1',
      '–',
      '1,200',
      '2',
    ];
    expect(tables[0].rows[0]).toEqual(row);
    const means = tables.at(-1)!.rows[0].map((cell) => cell.split(' ')[0]);
    expect(means).toEqual(['chosen', '.800', '.600', '.500', '.400', '.700', '.650']);
    expect(charts[0].series[2].points).toEqual([{ mean: 0.6, error: 0 }]);
  });

  it('has the stars of the official splits of MovieLens 100K where these are given', () => {
    const errors = (rmse: number) => ({ stars: { rmse, mae: rmse / 2 } });
    const official = [
      { split: 'u1', ratings: 20_000, models: errors(0.9) },
      { split: 'u2', ratings: 20_000, models: errors(0.8) },
    ];
    const results = official.map((one) => ({ tables: {}, shown: {}, official: one }));
    const { sections } = reportOf(evaluationOf(data, 1, 1, results), '2000-01-01');
    const { tables } = sections.find(({ title }) => title === 'As papers measure')!;
    expect(tables[0].rows).toEqual([
      ['u1', '.900', '.450'],
      ['u2', '.800', '.400'],
      ['mean', '.850', '.425'],
    ]);
  });

  it('is not made of nothing', async () => {
    await expect(dataOf([])).rejects.toThrow('ratings.csv: holds no ratings');
  });
});
