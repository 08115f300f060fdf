import { appearances, coverageOf, giniOf } from '#ranking/math/metrics.js';
import type { Evaluation } from '../tasks/evaluation.js';
import { RATER_RANGES } from '../lists/list.measures.js';
import { FEW_RATINGS, NEXT_FILM } from '../tasks/tasks.js';
import { HELD_OUT } from '../lists/trained.models.js';
import {
  acrossTables,
  decimals,
  meanFor,
  modelSeries,
  modelTable,
  NOTHING,
  share,
  whole,
  withError,
} from './cells.js';
import { CHARTED, inOrder, titleOf } from './model.titles.js';
import type { Section } from './report.js';

export const NOBODY = 'Nobody here has rated enough to be tested this way.';

/** How many users were measured for a table. */
export function userCountOf({ tables }: Evaluation, table: string, measure: string): number {
  return meanFor(tables[table], 'blend', measure)?.count ?? 0;
}

export function usersHeldOut(evaluation: Evaluation): Section {
  const title = 'People held out';
  const samples = evaluation.tables[HELD_OUT];
  if (!samples) return { title, text: [NOBODY], tables: [], charts: [] };
  const models = inOrder(Object.keys(samples));
  const count = whole(userCountOf(evaluation, HELD_OUT, 'NDCG@100'));
  return {
    title,
    text: [
      `Strong generalisation (Liang et al. 2018): the models learn from all ratings of the other people; of each held-out person’s likes 80 % are given, chosen at random, and the rest is to be found among all films. ${count} people with five or more likes, ${evaluation.folds} of 5 folds.`,
    ],
    tables: [modelTable(samples, ['NDCG@100', 'Recall@20', 'Recall@50'])],
    charts: [
      {
        caption: 'NDCG@100 of people held out, with one standard error either way.',
        kind: 'bars',
        axis: 'NDCG@100',
        positions: models.map(titleOf),
        series: [{ name: 'NDCG@100', points: modelSeries(samples, models, 'NDCG@100') }],
      },
    ],
  };
}

export function nextItemSection(evaluation: Evaluation): Section {
  const title = 'The next film';
  const samples = evaluation.tables[NEXT_FILM];
  if (!samples) return { title, text: [NOBODY], tables: [], charts: [] };
  const models = inOrder(Object.keys(samples));
  const count = whole(userCountOf(evaluation, NEXT_FILM, 'NDCG@10'));
  return {
    title,
    text: [
      `The film a person liked last is to be found among all films, from what they rated up to then; everybody’s other ratings, theirs included, are learnt from. ${count} people with five or more likes whose last was rated by somebody else too. The blend weights latest ratings more, as it does for those who come back; the models alone do not.`,
    ],
    tables: [modelTable(samples, ['NDCG@10', 'HR@10', 'NDCG@100'])],
    charts: [
      {
        caption: 'NDCG@10 of the next film, with one standard error either way.',
        kind: 'bars',
        axis: 'NDCG@10',
        positions: models.map(titleOf),
        series: [{ name: 'NDCG@10', points: modelSeries(samples, models, 'NDCG@10') }],
      },
    ],
  };
}

export function fewRatings(evaluation: Evaluation): Section {
  const title = 'People with few ratings';
  const columns = FEW_RATINGS.map((count) => ({
    name: `${count} given`,
    samples: evaluation.tables[`given ${count}`],
  }));
  const count = userCountOf(evaluation, `given ${FEW_RATINGS[0]}`, 'NDCG@100');
  if (count === 0) return { title, text: [NOBODY], tables: [], charts: [] };
  return {
    title,
    text: [
      `NDCG@100 when held-out people are cut to so many of their given likes, at random; the others are neither shown nor looked for. The same ${whole(count)} people in every column: those with 20 or more given likes.`,
    ],
    tables: [acrossTables('model', columns, 'NDCG@100')],
    charts: [
      {
        caption: 'NDCG@100 by the number of given likes.',
        kind: 'lines',
        axis: 'NDCG@100',
        positions: columns.map(({ name }) => name),
        series: CHARTED.map((model) => ({
          name: titleOf(model),
          points: columns.map(({ samples }) => meanFor(samples, model, 'NDCG@100')),
        })),
      },
    ],
  };
}

export function newItems({ tables }: Evaluation): Section {
  const title = 'New films';
  const [unrated, few] = ['unrated films', 'films with few ratings'].map((table) => ({
    among: tables[table],
    all: tables[`${table} among all`],
  }));
  if (!unrated.among)
    return {
      title,
      text: ['No film here is liked by enough people to be tested this way.'],
      tables: [],
      charts: [],
    };
  const models = inOrder(Object.keys({ ...unrated.among, ...few.among }));
  const allModels = inOrder(Object.keys({ ...unrated.all, ...few.all }));
  const columns = [
    { name: 'no rating', samples: unrated.among },
    { name: '1–5 ratings', samples: few.among },
  ];
  return {
    title,
    text: [
      'A tenth of the films that five or more people liked loses all its ratings before the models learn, another tenth all but one to five. First table: Recall@20 when those films are ranked among themselves for the people who liked some of them; a model that cannot tell them apart has no figure. Popularity means the votes of TMDB’s audience where there are no ratings.',
      'Second table: how many of these films stand in the first 100 of all films, and how much of what people liked among them is found there.',
    ],
    tables: [
      acrossTables('Recall@20 among themselves', columns, 'Recall@20'),
      {
        head: ['in the first 100 of all', 'no rating: listed', 'found', '1–5 ratings: listed', 'found'],
        rows: allModels.map((model) => [
          titleOf(model),
          ...[unrated.all, few.all].flatMap((samples) => [
            withError(meanFor(samples, model, 'listed'), decimals(1)),
            withError(meanFor(samples, model, 'Recall@100')),
          ]),
        ]),
      },
    ],
    charts: [
      {
        caption: 'Recall@20 of new films among themselves.',
        kind: 'bars',
        axis: 'Recall@20',
        positions: models.map(titleOf),
        series: columns.map(({ name, samples }) => ({
          name,
          points: modelSeries(samples ?? {}, models, 'Recall@20'),
        })),
      },
    ],
  };
}

export function foundByRaters(evaluation: Evaluation): Section {
  const title = 'Well-known and little-known films';
  const columns = RATER_RANGES.map(({ name }) => ({ name, samples: evaluation.tables[`raters ${name}`] }));
  if (columns.every(({ samples }) => !samples)) return { title, text: [NOBODY], tables: [], charts: [] };
  const table = acrossTables('film’s ratings', columns, 'found');
  const users = columns.map(({ name }) => whole(userCountOf(evaluation, `raters ${name}`, 'found')));
  return {
    title,
    text: [
      'People held out again: the share of their films to be found that stands in the first 100, by how many ratings of the film were learnt from. The mean is over the people who have such a film to be found.',
    ],
    tables: [{ head: table.head, rows: [...table.rows, ['people measured', ...users]] }],
    charts: [
      {
        caption: 'Share found in the first 100, by the film’s number of ratings.',
        kind: 'lines',
        axis: 'found',
        positions: columns.map(({ name }) => name),
        series: CHARTED.map((model) => ({
          name: titleOf(model),
          points: columns.map(({ samples }) => meanFor(samples, model, 'found')),
        })),
      },
    ],
  };
}

export function listQualities({ tables, shown, data }: Evaluation): Section {
  const title = 'What lists are like';
  const { qualities } = tables;
  if (!qualities) return { title, text: [NOBODY], tables: [], charts: [] };
  const models = inOrder(Object.keys(qualities));
  const rows = models.map((model) => {
    const counts = shown[model] && appearances(shown[model], data.items.length);
    return [
      titleOf(model),
      counts ? share(coverageOf(counts)) : NOTHING,
      counts ? share(giniOf(counts)) : NOTHING,
      withError(meanFor(qualities, model, 'novelty'), decimals(2)),
      withError(meanFor(qualities, model, 'raters'), decimals(1)),
      withError(meanFor(qualities, model, 'popularity')),
      withError(meanFor(qualities, model, 'calibration')),
    ];
  });
  const listed = models.filter((model) => shown[model]);
  return {
    title,
    text: [
      'The first 20 of each list of the people held out. Coverage: the share of all films that stands in anybody’s list; Gini: how unequally often films are listed (0 equally, 1 one takes all). Novelty: mean self-information, −log₂ of the share of people who rated the film, in bits. Raters: how many people rated a listed film, in the mean; fame: the share of all films with fewer raters. Miscalibration (Steck 2018): Kullback–Leibler divergence of the list’s genres from those of the films the person gave as liked, each film’s genres sharing it equally, in nats with α = .01; of the last row, of what was to be found.',
      'Popularity bias is the distance from the last row, the films the same people liked: a model that lists much better-known films than people like on the whole leans towards the popular.',
    ],
    tables: [
      {
        head: ['first 20', 'coverage', 'Gini', 'novelty (bits)', 'raters', 'popularity', 'miscalibration'],
        rows,
      },
    ],
    charts: [
      {
        caption: 'Share of the catalogue that stands in anybody’s first 20.',
        kind: 'bars',
        axis: 'coverage',
        positions: listed.map(titleOf),
        series: [
          {
            name: 'coverage',
            points: listed.map((model) => ({
              mean: coverageOf(appearances(shown[model], data.items.length)),
              error: 0,
            })),
          },
        ],
      },
    ],
  };
}
