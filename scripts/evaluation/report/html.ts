import { drawChart } from './charts.js';
import { SERVED } from './model.titles.js';
import type { Chart, Report, Section, Table } from './report.js';

const STYLE = `
  :root { color-scheme: light; }
  body { margin: 0 auto; max-width: 60rem; padding: 2rem 1.25rem 4rem; background: #fff; color: #22252a;
    font: 16px/1.55 system-ui, sans-serif; }
  h1 { line-height: 1.2; } h2 { margin: 3rem 0 .5rem; line-height: 1.25; }
  p { max-width: 46rem; }
  nav ol { columns: 2; padding-left: 1.25rem; }
  .wide { overflow-x: auto; margin: 1rem 0; }
  table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; }
  th, td { padding: .25rem .75rem; text-align: right; white-space: nowrap; border-bottom: 1px solid #e3e6ea; }
  th:first-child, td:first-child { text-align: left; padding-left: 0; font-weight: normal; }
  thead th { border-bottom: 2px solid #9aa1ab; font-weight: 600 !important; }
  tr.served > * { font-weight: 600 !important; }
  figure { margin: 1.5rem 0; } figure svg { max-width: 100%; height: auto; }
  figcaption { color: #565c66; font-size: .9rem; max-width: 46rem; }
  a { color: #1f4e8c; }
`;

/** The report as one HTML file that needs nothing else. */
export function toHtml({ title, introduction, sections }: Report): string {
  const contents = sections.map((section, at) => `<li><a href="#s${at + 1}">${text(section.title)}</a></li>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${text(title)}</h1>
${introduction.map(paragraph).join('\n')}
<nav aria-label="Contents"><ol>${contents.join('')}</ol></nav>
${sections.map(sectionHtml).join('\n')}
</body>
</html>
`;
}

function sectionHtml({ title, text: paragraphs, charts, tables }: Section, at: number): string {
  return [
    `<section aria-labelledby="s${at + 1}">`,
    `<h2 id="s${at + 1}">${text(title)}</h2>`,
    ...paragraphs.map(paragraph),
    ...charts.map((chart, position) => figure(chart, `s${at + 1}-${position + 1}`)),
    ...tables.map(table),
    '</section>',
  ].join('\n');
}

function figure(chart: Chart, id: string): string {
  const caption = text(chart.caption);
  const drawing = drawChart(chart, id).replace('<svg ', `<svg role="img" aria-label="${caption}" `);
  return `<figure>${drawing}<figcaption>${caption}</figcaption></figure>`;
}

function table({ head, rows }: Table): string {
  const headings = head.map((cell) => `<th scope="col">${text(cell)}</th>`).join('');
  const body = rows.map(([name, ...cells]) => {
    const data = cells.map((cell) => `<td>${text(cell)}</td>`).join('');
    return `<tr${name.endsWith(SERVED) ? ' class="served"' : ''}><th scope="row">${text(name)}</th>${data}</tr>`;
  });
  return `<div class="wide"><table><thead><tr>${headings}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table></div>`;
}

/** Markdown's code marks are the only form paragraphs have. */
function paragraph(words: string): string {
  return `<p>${text(words).replaceAll(/`([^`]+)`/g, '<code>$1</code>')}</p>`;
}

function text(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
