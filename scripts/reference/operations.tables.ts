import { ERRORS } from '#contracts/protocol/app.error.js';
import { logContextsOf } from './loggers.js';
import { metricsOf } from './metrics.js';
import { sourceFiles } from './source.files.js';

/** A table of docs/operations.md, which stands there between `<!-- <name>: npm run docs:tables -->` and its end. */
type Table = string[][];

/** Errors, metrics and log contexts as the code has them now. */
function tablesOf(root: string): Record<string, Table> {
  const files = sourceFiles(root);
  return {
    errors: [
      ['code', 'status', 'meaning'],
      ...Object.entries(ERRORS).map(([code, [status, message]]) => [`\`${code}\``, String(status), message]),
    ],
    metrics: [
      ['metric', 'type', 'labels', 'service', 'meaning'],
      ...metricsOf(files).map(({ name, type, labels, service, help }) => [
        `\`${name}\``,
        type,
        labels.map((label) => `\`${label}\``).join(', ') || '–',
        service,
        help,
      ]),
    ],
    logs: [
      ['context', 'service', 'what it does'],
      ...logContextsOf(files).map(({ name, service, does }) => [`\`${name}\``, service, does]),
    ],
  };
}

/**
 * docs/operations.md with its tables made anew.
 *
 * @param page  the page as it is
 * @throws Error when a table's place is missing
 */
export function withTables(page: string, root: string): string {
  for (const [name, table] of Object.entries(tablesOf(root))) {
    const place = new RegExp(`(<!-- ${name}: npm run docs:tables -->\n)[^]*?(<!-- end of ${name} -->)`);
    if (!place.test(page)) throw new Error(`docs/operations.md has no place for the table of ${name}`);
    page = page.replace(place, (_, begin: string, end: string) => `${begin}\n${markdown(table)}\n\n${end}`);
  }
  return page;
}

/** Laid out as Prettier does. */
function markdown(table: Table): string {
  const cells = table.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = cells[0].map((_, column) => Math.max(3, ...cells.map((row) => row[column].length)));
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const [head, ...rows] = cells;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
