import { MAX_STARS } from '#ranking/data/interactions.js';
import { calibrationError } from '#ranking/math/metrics.js';
import type { Evaluation } from '../tasks/evaluation.js';
import { RATER_RANGES } from '../lists/list.measures.js';
import { type StarErrors, starErrors } from '../stars/star.errors.js';
import { decimals, NOTHING, share, whole, withError } from './cells.js';
import { titleOf } from './model.titles.js';
import type { Section } from './report.js';

export function starSection({ data, stars, folds }: Evaluation): Section {
  const title = 'Stars';
  const errors = Object.entries(starErrors(data.ratings, stars));
  if (errors.length === 0)
    return {
      title,
      text: ['There are too few ratings to predict some from others.'],
      tables: [],
      charts: [],
    };
  const predicted = whole(stars.reduce((sum, { entries }) => sum + entries.length, 0));
  return {
    title,
    text: [
      `A random fifth of all ratings is predicted from the others, ${folds} of 5 folds: ${predicted} ratings. Standard errors are over people. The second table has the RMSE by how many ratings of the film were learnt from. For its moment a rating is predicted by what the same person gave around it too; a list is for one moment and goes without.`,
      'Calibration: predictions in bins of half a star against what the same people gave. Its error is the distance of the two means, over all predictions.',
    ],
    tables: [
      {
        head: ['model', 'RMSE', 'MAE', 'calibration error'],
        rows: errors.map(([model, { rmse, mae, bins }]) => [
          titleOf(model),
          withError(rmse),
          withError(mae),
          share(calibrationError(bins)),
        ]),
      },
      {
        head: ['RMSE, film’s ratings', ...RATER_RANGES.map(({ name }) => name)],
        rows: errors.map(([model, { rmseByRaters }]) => [
          titleOf(model),
          ...RATER_RANGES.map(({ name }) => withError(rmseByRaters[name])),
        ]),
      },
      reliabilityTable(errors),
    ],
    charts: [reliabilityChart(errors)],
  };
}

/** All bins that any model has, by where they begin. */
function binsOf(errors: [string, StarErrors][]): { from: number; name: string }[] {
  const starts = new Set(errors.flatMap(([, { bins }]) => bins.map(({ from }) => from)));
  const name = (from: number) =>
    from < MAX_STARS ? `${from.toFixed(1)}–${(from + 0.5).toFixed(1)}` : MAX_STARS.toFixed(1);
  return [...starts].sort((a, b) => a - b).map((from) => ({ from, name: name(from) }));
}

function reliabilityTable(errors: [string, StarErrors][]) {
  const stars = decimals(2);
  const [model, { bins }] = errors[0];
  return {
    head: [`${titleOf(model)}: predicted`, 'ratings', 'mean predicted', 'mean given', 'difference'],
    rows: binsOf([errors[0]]).map(({ from, name }) => {
      const bin = bins.find((some) => some.from === from);
      return bin
        ? [
            name,
            whole(bin.count),
            stars(bin.meanPredicted),
            stars(bin.meanActual),
            stars(bin.meanActual - bin.meanPredicted),
          ]
        : [name, '0', NOTHING, NOTHING, NOTHING];
    }),
  };
}

function reliabilityChart(errors: [string, StarErrors][]) {
  const positions = binsOf(errors);
  const exact = positions.map(({ from }) => ({ mean: Math.min(from + 0.25, MAX_STARS), error: 0 }));
  return {
    caption: 'Mean stars given, by the stars predicted; a calibrated model lies on the line of bin centres.',
    kind: 'lines' as const,
    axis: 'stars given',
    positions: positions.map(({ name }) => name),
    series: [
      ...errors.map(([model, { bins }]) => ({
        name: titleOf(model),
        points: positions.map(({ from }) => {
          const bin = bins.find((some) => some.from === from);
          return bin && { mean: bin.meanActual, error: 0 };
        }),
      })),
      { name: 'bin centre', points: exact },
    ],
  };
}
