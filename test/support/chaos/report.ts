import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Outcome } from './runner.js';

const BEGIN = '<!-- chaos -->';
const END = '<!-- end of chaos -->';

const COLUMNS: [title: string, cell: (outcome: Outcome) => string | number][] = [
  ['fault', ({ name }) => name],
  ['acknowledged', ({ acknowledged }) => acknowledged],
  ['missing', ({ missing }) => missing],
  ['overwritten by failed', ({ overwritten }) => overwritten],
  ['doubled', ({ doubled }) => doubled],
  [
    'answers',
    ({ answers }) =>
      Object.entries(answers)
        .map(([status, n]) => `${n} × ${status}`)
        .join(', '),
  ],
  ['written though failed', ({ writtenAfterFailing }) => writtenAfterFailing],
  ['of these after the time limit', ({ late }) => late],
  ['longest gap, s', ({ longestGap }) => longestGap.toFixed(1)],
  ['catch-up, s', ({ catchUp }) => catchUp?.toFixed(1) ?? 'never'],
  ['crashed', ({ crashes }) => crashes.join(', ') || 0],
  ['dead', ({ dead }) => dead],
  [
    'memory, MB',
    ({ memory }) => [...memory].map(([service, megabytes]) => `${service} ${megabytes}`).join(', '),
  ],
];

/** What must be nothing, in words; empty for a system that holds. */
export function faultsOf(outcome: Outcome): string[] {
  const { missing, overwritten, doubled, late, crashes, dead, catchUp, note } = outcome;
  return [
    ...Object.entries({ missing, overwritten, doubled, late, dead }).flatMap(([what, n]) =>
      n ? [`${what} ${n}`] : [],
    ),
    ...(crashes.length > 0 ? [`crashed: ${crashes.join(', ')}`] : []),
    ...(catchUp === undefined ? ['lists never caught up'] : []),
    ...(note ? [note] : []),
  ];
}

/** @param skipped  the reason by name */
export function tableOf(outcomes: readonly Outcome[], skipped: ReadonlyMap<string, string>): string {
  const row = (cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
  const notes = [
    ...outcomes.flatMap(({ name, note }) => (note ? [`- ${name}: ${note}`] : [])),
    ...[...skipped].map(([name, reason]) => `- ${name}: not tried, ${reason}`),
  ];
  return [
    row(COLUMNS.map(([title]) => title)),
    row(COLUMNS.map(() => '---')),
    ...outcomes.map((outcome) => row(COLUMNS.map(([, cell]) => cell(outcome)))),
    ...(notes.length > 0 ? ['', ...notes] : []),
  ].join('\n');
}

/** Puts the text between the page's marks; a page without them gets them at its end, in a section of their own. */
export function writeBetweenMarks(file: string, text: string): void {
  const page = existsSync(file) ? readFileSync(file, 'utf8') : '# Reliability\n';
  const marked = page.includes(BEGIN) ? page : `${page.trimEnd()}\n\n## Measured\n\n${BEGIN}\n${END}\n`;
  const [before] = marked.split(BEGIN);
  const after = marked.slice(marked.indexOf(END) + END.length);
  writeFileSync(file, `${before}${BEGIN}\n\n${text}\n\n${END}${after}`);
}
