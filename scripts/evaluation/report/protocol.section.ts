import { meanOf } from '#ranking/math/metrics.js';
import { LAST_FILM } from '../tasks/tasks.js';
import type { Evaluation } from '../tasks/evaluation.js';
import { modelSeries, modelTable, share, whole } from './cells.js';
import { inOrder, titleOf } from './model.titles.js';
import { NOBODY, userCountOf } from './ranking.sections.js';
import type { Section, Table } from './report.js';

/** What papers report, as they define it: so that strangers can compare. */
export function protocolSection(evaluation: Evaluation): Section {
  const title = 'As papers measure';
  const samples = evaluation.tables[LAST_FILM];
  const official = officialTables(evaluation);
  if (!samples) return { title, text: [NOBODY], tables: official, charts: [] };
  const models = inOrder(Object.keys(samples));
  const count = whole(userCountOf(evaluation, LAST_FILM, 'NDCG@10'));
  return {
    title,
    text: [
      `Leave last out: of each person with five or more ratings the last by time, whatever its stars, is to be found by all before it; the other ratings of all are learnt from. HR@10: how often it is among the first 10; NDCG@10: 1 / log₂(place + 1) there. It is ranked against all films that the person has not rated; papers that draw 100 of them to rank against (He et al. 2017) have figures several times as high, which do not compare (Krichene & Rendle 2020). ${count} people whose last film was rated by somebody else too.`,
      official.length > 0
        ? 'MovieLens 100K, u1 to u5: stars of each official fifth predicted from the other four (errors over all ratings, the last row their mean).'
        : 'RMSE of MovieLens 100K, u1 to u5: `npm run evaluate -- --ml-100k <folder>` where the archive’s files are. Coverage, Gini, novelty and miscalibration are among what lists are like, below.',
    ],
    tables: [modelTable(samples, ['HR@10', 'NDCG@10']), ...official],
    charts: [
      {
        caption: 'HR@10 of the last film, with one standard error either way.',
        kind: 'bars',
        axis: 'HR@10',
        positions: models.map(titleOf),
        series: [{ name: 'HR@10', points: modelSeries(samples, models, 'HR@10') }],
      },
    ],
  };
}

function officialTables({ official }: Evaluation): Table[] {
  if (official.length === 0) return [];
  const models = Object.keys(official[0].models);
  const row = (name: string, of: (model: string) => { rmse: number; mae: number }) => [
    name,
    ...models.flatMap((model) => [share(of(model).rmse), share(of(model).mae)]),
  ];
  const mean = (model: string, error: 'rmse' | 'mae') =>
    meanOf(official.map((split) => split.models[model][error]))!.mean;
  return [
    {
      head: ['MovieLens 100K', ...models.flatMap((model) => [`RMSE, ${titleOf(model)}`, 'MAE'])],
      rows: [
        ...official.map(({ split, models: errors }) => row(split, (model) => errors[model])),
        row('mean', (model) => ({ rmse: mean(model, 'rmse'), mae: mean(model, 'mae') })),
      ],
    },
  ];
}
