import { meanOf } from '#ranking/math/metrics.js';
import { LOOKED_AT, type PanelList, type PanelResult } from '../panel/panel.js';
import type { Evaluation } from '../tasks/evaluation.js';
import { NOTHING, share, whole, withError } from './cells.js';
import type { Section, Table } from './report.js';

/** Worlds of fewer films cannot fill a list. */
const ENOUGH_FOR_A_LIST = 200;
const HEAD = [
  ...LOOKED_AT.flatMap((top) => [`in ${top}`, 'before']),
  'catalogue',
  'hidden in 50',
  'before',
  'out of order',
  'most named',
  'median rank',
  'under middle',
];

/** How well lists follow the tastes of the panel. */
export function panelSection({ panel }: Evaluation): Section {
  const groups = [
    { name: 'chosen by', own: panel.filter(({ keptBack }) => !keptBack) },
    { name: 'kept back', own: panel.filter(({ keptBack }) => keptBack) },
  ].filter(({ own }) => own.length > 0);
  return {
    title: 'Film lovers',
    text: [
      `Tastes of our own: each is a person with eight to ten ratings of films of one kind, whose world is described by language, genre, people or years. The list is to follow it. For each: the share of the world in the first ${LOOKED_AT.join(', ')} films; how many films of it the catalogue has besides those rated; of their loved films, each hidden in turn, the share that is found in the first 50; films that stand before an earlier part of their series; how many of the 50 first reasons name the same film; the place by number of ratings (1 the best known) of the middle film; films predicted under the middle of the person’s own scale, which only films of a world may be where it has no better ones near.`,
      '“Before” is the same with the sources silent that know of worlds.',
      `Parameters were chosen in view of the first table’s tastes; those of the second were looked at for one choice alone, how far few films make a world. Means are over all tastes and over those of which the catalogue has ${ENOUGH_FOR_A_LIST} films.`,
      'The last table has the mean share of the world for people of whom less is known, the first three of their ratings, and for people with other sides, to all of whose ratings come the three best-known films of other worlds.',
    ],
    tables: [
      ...groups.map(({ name, own }) => ({
        head: [name, ...HEAD],
        rows: [...own.map(row), ...means(own)],
      })),
      ...(groups.length > 0 ? [hardTable(groups)] : []),
    ],
    charts: [
      {
        caption: 'Share of the world in the first 20 and 50 films.',
        kind: 'bars',
        axis: 'share of the world',
        positions: panel.map(({ taste }) => taste),
        series: [
          { name: 'first 20', of: 'served' as const, top: 20 as const },
          { name: 'first 20 before', of: 'without' as const, top: 20 as const },
          { name: 'first 50', of: 'served' as const, top: 50 as const },
          { name: 'first 50 before', of: 'without' as const, top: 50 as const },
        ].map(({ name, of, top }) => ({
          name,
          points: panel.map((result) => ({ mean: result[of].inWorld[LOOKED_AT.indexOf(top)], error: 0 })),
        })),
      },
    ],
  };
}

/** The same tastes seen through less, and beside more. */
function hardTable(groups: readonly { name: string; own: readonly PanelResult[] }[]): Table {
  const tops = LOOKED_AT.slice(1);
  const kinds: [string, (result: PanelResult) => number[]][] = [
    ['all rated', ({ served }) => served.inWorld],
    ['three rated', ({ hard }) => hard.ofThree],
    ['beside three famous', ({ hard }) => hard.besideFamous],
  ];
  return {
    head: ['in the world', ...kinds.flatMap(([kind]) => tops.map((top) => `${kind}, in ${top}`))],
    rows: groups.map(({ name, own }) => [
      name,
      ...kinds.flatMap(([, sharesOf]) =>
        tops.map((top) => withError(meanOf(own.map((one) => sharesOf(one)[LOOKED_AT.indexOf(top)])))),
      ),
    ]),
  };
}

function row({ taste, inCatalogue, served, without }: PanelResult): string[] {
  return [
    taste,
    ...LOOKED_AT.flatMap((_, at) => [share(served.inWorld[at]), share(without.inWorld[at])]),
    whole(inCatalogue),
    share(served.found.at(-1)!),
    share(without.found.at(-1)!),
    String(served.outOfOrder),
    served.mostNamed ? `${served.mostNamed.title} ${served.mostNamed.times}` : NOTHING,
    whole(served.medianRank),
    String(served.underMiddle),
  ];
}

function means(own: readonly PanelResult[]): string[][] {
  const large = own.filter(({ inCatalogue }) => inCatalogue >= ENOUGH_FOR_A_LIST);
  return [
    { name: 'mean of all', of: own },
    { name: `mean of worlds of ${ENOUGH_FOR_A_LIST}`, of: large },
  ].map(({ name, of }) => {
    const mean = (value: (list: PanelList) => number) =>
      [of.map(({ served }) => served), of.map(({ without }) => without)].map((lists) =>
        withError(meanOf(lists.map(value))),
      );
    const cells = [
      name,
      ...LOOKED_AT.flatMap((_, at) => mean(({ inWorld }) => inWorld[at])),
      '',
      ...mean(({ found }) => found.at(-1)!),
    ];
    return [...cells, ...HEAD.slice(cells.length - 1).map(() => '')];
  });
}
