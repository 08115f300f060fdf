import type { Report, Table } from './report.js';

/** The report as Markdown, laid out as Prettier does. */
export function toMarkdown({ title, introduction, sections }: Report): string {
  const parts = [
    `# ${title}`,
    ...introduction,
    ...sections.flatMap((section) => [
      `## ${section.title}`,
      ...section.text,
      ...section.tables.map(markdownTable),
    ]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function markdownTable({ head, rows }: Table): string {
  const widths = head.map((_, column) =>
    Math.max(4, ...[head, ...rows].map((row) => [...row[column]].length)),
  );
  const pad = (cell: string, column: number) => {
    const room = ' '.repeat(widths[column] - [...cell].length);
    return column === 0 ? cell + room : room + cell;
  };
  const line = (cells: string[]) => `| ${cells.map(pad).join(' | ')} |`;
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}
