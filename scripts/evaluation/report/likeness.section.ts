import { meanOf } from '#ranking/math/metrics.js';
import { ALIKE, type LikenessRow, median } from '../lists/likeness.measures.js';
import { share, whole } from './cells.js';
import type { Section } from './report.js';

/** Films like thirty films of all kinds. */
export function likenessSection(rows: readonly LikenessRow[]): Section {
  const mean = (value: (row: LikenessRow) => number) => meanOf(rows.map(value))?.mean;
  const middle = (value: (row: LikenessRow) => number) => whole(Math.round(median(rows.map(value))));
  return {
    title: 'Films like this',
    text: [
      `The first ${ALIKE} films like each of ${rows.length}, as a film’s page shows them: the share that is of the film’s kind, beside the kind’s share of the catalogue, and the median of their places by number of ratings (1 has most). Beside them the ${ALIKE} that most of those who like the film like: the famous ones stand beside everything. The last row has the mean of shares and the median of places.`,
    ],
    tables: [
      {
        head: [
          'film',
          'kind',
          'catalogue',
          'of its kind',
          'median place',
          'liked by most: of its kind',
          'median place',
        ],
        rows: [
          ...rows.map(({ title, kind, catalogue, served, likedByMost }) => [
            title,
            kind,
            share(catalogue),
            share(served.ofKind),
            whole(Math.round(served.medianRank)),
            share(likedByMost.ofKind),
            whole(Math.round(likedByMost.medianRank)),
          ]),
          [
            'all',
            '',
            share(mean(({ catalogue }) => catalogue)),
            share(mean(({ served }) => served.ofKind)),
            middle(({ served }) => served.medianRank),
            share(mean(({ likedByMost }) => likedByMost.ofKind)),
            middle(({ likedByMost }) => likedByMost.medianRank),
          ],
        ],
      },
    ],
    charts: [
      {
        caption: `Share of a film’s kind among the first ${ALIKE} films like it.`,
        kind: 'bars',
        axis: 'share of its kind',
        positions: rows.map(({ title }) => title),
        series: [
          { name: 'as served', points: rows.map(({ served }) => ({ mean: served.ofKind, error: 0 })) },
          {
            name: 'liked by most',
            points: rows.map(({ likedByMost }) => ({ mean: likedByMost.ofKind, error: 0 })),
          },
        ],
      },
    ],
  };
}
