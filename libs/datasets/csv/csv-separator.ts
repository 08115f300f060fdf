import { scanLine } from './csv-quotes.js';

const SEPARATORS = [',', ';', '\t', '|'] as const;
const DECLARED = /^\uFEFF?"?sep=(.)"?\r?(?:\n|$)/iu;

/**
 * What stands between the columns of a CSV text: what its line "sep=;" says, which Excel writes and hides, or what its header
 * has most of.
 *
 * @param head  the text's beginning, with its first two lines
 * @returns the separator, and how many characters before the header do not belong to the table
 */
export function separatorOf(head: string): { separator: string; skip: number } {
  const declared = DECLARED.exec(head);
  if (declared) return { separator: declared[1], skip: declared[0].length };
  const start = head.replace(/^\uFEFF/u, '').trimStart();
  const [header] = start.split(/\r\n|\n|\r/u, 1);
  const counts = SEPARATORS.map((separator) => scanLine(header, separator).fields);
  return { separator: SEPARATORS[counts.indexOf(Math.max(...counts))], skip: 0 };
}
