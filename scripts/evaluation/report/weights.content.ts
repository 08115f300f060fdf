import { type BlendWeights, weightsFor } from '#ranking/scores/blend.js';
import { bySource, CONTRIBUTION_OF, SCORERS, SOURCES } from '#ranking/scores/scorers.js';
import { meanOf } from '#ranking/math/metrics.js';
import { chosenOf, type FrontierPoint } from '../weights/frontier.js';
import {
  ALL_RATINGS,
  CONDITIONS,
  LOVERS,
  LOVERS_KEPT_BACK,
  type WeightCase,
  WORLDS,
  WORLDS_KEPT_BACK,
} from '../weights/weight.cases.js';
import { influenceOf, type Part, PARTS, valueOf } from '../weights/weight.influence.js';
import { decimals, share, withError } from './cells.js';
import type { Report, Section } from './report.js';

const parts = Object.keys(PARTS) as Part[];
const conditionName = (condition: string) => ({ [ALL_RATINGS]: 'all' })[condition] ?? condition;

/**
 * What the weights are worth and which part of the score does what, on the cases of each data set.
 *
 * @param points  the weights as they were, and the ends of the searches
 */
export function weightsReport(
  cases: readonly WeightCase[],
  points: readonly FrontierPoint[],
  date: string,
): Report {
  const names = [...new Set(cases.map(({ data }) => data))];
  const [{ weights: start }] = points;
  const { weights } = chosenOf(points);
  return {
    title: 'Weights of the blend',
    introduction: [
      `Made by \`npm run optimize-weights\` on ${date}. A film’s score is a weighted sum of what each source says of it; the weights depend on how many ratings the person has given. Measured by NDCG@100 on people held out of training, with all their given ratings and cut to 1, 3, 5, 10 and 20, and on films whose ratings were all taken away, ranked among themselves, by NDCG@10 of the film that people who come back liked next; and on film lovers of our own making: by NDCG@100 where one loved film is hidden, by NDCG@50 where all of their world is to be found, by three films, all they rated, and twenty and fifty with the best known of their world. Lovers kept back took no part in the search.`,
    ],
    sections: [
      weightsSection(weights),
      ...frontierSection(cases, points),
      ...names.flatMap((name) => {
        const own = cases.filter(({ data }) => data === name);
        return [
          worthSection(name, own, start, weights),
          ...strengthSection(name, own, weights),
          influenceSection(name, own, weights),
        ];
      }),
    ],
  };
}

/** Both aims at the end of each search. */
function frontierSection(cases: readonly WeightCase[], points: readonly FrontierPoint[]): Section[] {
  if (!cases.some(({ condition }) => condition === LOVERS)) return [];
  const served = chosenOf(points);
  const names = points.map(({ rate }) => (rate === undefined ? 'as before' : String(rate)));
  const keptBack = (weights: BlendWeights) =>
    [LOVERS_KEPT_BACK, WORLDS_KEPT_BACK].map((of) =>
      meanOf(cases.filter(({ condition }) => condition === of).map((one) => valueOf(one, weights))),
    );
  const exact = (mean: number) => ({ mean, error: 0 });
  return [
    {
      title: 'Two aims',
      text: [
        `People of the data who took no part in the search, and lovers of a world. Each row is where a search ends that counts the lovers so many times as much as the people. Served is, of the rows that are worse in neither aim than the weights before, the one that gains most in both together, each as a share of what it was.`,
      ],
      charts: [
        {
          caption: 'NDCG of both aims by how much the lovers counted in the search.',
          kind: 'lines',
          axis: 'NDCG',
          positions: names,
          series: [
            { name: 'people', points: points.map(({ people }) => exact(people)) },
            { name: 'lovers', points: points.map(({ lovers }) => exact(lovers)) },
          ],
        },
      ],
      tables: [
        {
          head: ['lovers count', 'people', 'lovers', LOVERS_KEPT_BACK, WORLDS_KEPT_BACK, 'served'],
          rows: points.map((point, at) => [
            names[at],
            point.people.toFixed(4),
            point.lovers.toFixed(4),
            ...keptBack(point.weights).map((mean) => withError(mean)),
            point === served ? 'yes' : '',
          ]),
        },
      ],
    },
  ];
}

function weightsSection(weights: BlendWeights): Section {
  const heads = weights.ratings;
  const shareOf = (part: Part, count: number) => {
    const own = weightsFor(weights, count);
    const total = SOURCES.reduce((sum, source) => sum + own[source], 0);
    const mine = SOURCES.filter((source) => CONTRIBUTION_OF[source] === part);
    return { mean: mine.reduce((sum, source) => sum + own[source], 0) / total, error: 0 };
  };
  return {
    title: 'How much each part weighs',
    text: ['Sources are on one scale, so a weight is what a deviation above the average film is worth.'],
    charts: [
      {
        caption: 'Share of all weights by how many ratings a person has given.',
        kind: 'lines',
        axis: 'share of all weights',
        positions: heads.map(String),
        series: parts.map((part) => ({
          name: PARTS[part],
          points: heads.map((count) => shareOf(part, count)),
        })),
      },
    ],
    tables: [
      {
        head: ['weight with … ratings', ...heads.map(String)],
        rows: SOURCES.map((source) => [source, ...weights.sources[source].map(decimals(3))]),
      },
    ],
  };
}

function worthSection(
  name: string,
  cases: readonly WeightCase[],
  start: BlendWeights,
  weights: BlendWeights,
): Section {
  const rows = CONDITIONS.map((condition) => {
    const own = cases.filter((one) => one.condition === condition);
    const unitContribution = (table: BlendWeights) =>
      withError(meanOf(own.map((one) => valueOf(one, table))));
    return [conditionName(condition), String(own.length), unitContribution(start), unitContribution(weights)];
  });
  return {
    title: `What the weights are worth: ${name}`,
    text: ['NDCG with the weights the search began with and with those it ended with.'],
    charts: [],
    tables: [{ head: ['ratings given', 'people', 'before', 'now'], rows }],
  };
}

/** What the sense for worlds is multiplied by to see what it costs and gives. */
const STRENGTHS = [0, 0.25, 0.5, 1, 2, 4];

/** What a list loses for the people of the data, and gains for lovers, by following a taste further. */
function strengthSection(name: string, cases: readonly WeightCase[], weights: BlendWeights): Section[] {
  if (!cases.some(({ condition }) => condition === LOVERS)) return [];
  const silent = Object.keys(SCORERS.world.sources);
  const times = (factor: number): BlendWeights => ({
    ...weights,
    sources: bySource((source) =>
      silent.includes(source) ? weights.sources[source].map((own) => own * factor) : weights.sources[source],
    ),
  });
  const shown = ['10', ALL_RATINGS, LOVERS, WORLDS, LOVERS_KEPT_BACK, WORLDS_KEPT_BACK];
  const measured = shown.map((condition) => {
    const own = cases.filter((one) => one.condition === condition);
    return STRENGTHS.map((factor) => meanOf(own.map((one) => valueOf(one, times(factor)))));
  });
  return [
    {
      title: `How far worlds are followed: ${name}`,
      text: [
        'NDCG when the sources that know of worlds weigh more or less than they do: what a list loses for the people of the data by following film lovers further. At 1 are the weights above.',
      ],
      charts: [
        {
          caption: 'NDCG by how strongly a list follows the world of a taste.',
          kind: 'lines',
          axis: 'NDCG',
          positions: STRENGTHS.map(String),
          series: shown.map((condition, at) => ({ name: conditionName(condition), points: measured[at] })),
        },
      ],
      tables: [
        {
          head: ['strength', ...shown.map(conditionName)],
          rows: STRENGTHS.map((factor, row) => [
            String(factor),
            ...measured.map((means) => withError(means[row])),
          ]),
        },
      ],
    },
  ];
}

function influenceSection(name: string, cases: readonly WeightCase[], weights: BlendWeights): Section {
  const measured = parts.map((part) => ({
    part,
    points: CONDITIONS.map((condition) =>
      influenceOf(
        cases.filter((one) => one.condition === condition),
        weights,
        part,
      ),
    ),
  }));
  return {
    title: `What each part adds: ${name}`,
    text: [
      'NDCG of the blend less that of the blend without the part: what lists would lose. Below 0 they would gain.',
    ],
    charts: [
      {
        caption: 'What lists would lose without a part, by how many ratings a person has given.',
        kind: 'lines',
        axis: 'NDCG lost without it',
        positions: CONDITIONS.map(conditionName),
        series: measured.map(({ part, points }) => ({ name: PARTS[part], points })),
      },
    ],
    tables: [
      {
        head: ['lost without', ...CONDITIONS.map(conditionName)],
        rows: measured.map(({ part, points }) => [
          PARTS[part],
          ...points.map((point) => (point ? withError(point, share) : '–')),
        ]),
      },
    ],
  };
}
