import type { LeftOutRow } from '../../api/client';
import { Icon } from '../../components/basic/icons';
import { imports } from '../../words/en/imports';

const MOST_ROWS = 1000;

/** Rows of a file that nothing came of, each with its reason. */
export function LeftOut({ rows, what }: { rows: LeftOutRow[]; what: keyof typeof imports.leftOut }) {
  if (rows.length === 0) return null;
  const hasFiles = rows.some(({ file }) => file !== undefined);
  return (
    <>
      <h3>{imports.leftOutCount[what](rows.length)}</h3>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={imports.leftOut[what]}>
        <table>
          <thead>
            <tr>
              {hasFiles && <th scope="col">{imports.fileColumn}</th>}
              <th scope="col">{imports.row}</th>
              <th scope="col">{imports.titleColumn}</th>
              <th scope="col">{imports.yearColumn}</th>
              <th scope="col">{imports.why}</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, MOST_ROWS).map(({ row, file, title, year, why }) => (
              <tr key={`${file} ${row}`}>
                {hasFiles && <td>{file}</td>}
                <td className="number">{row}</td>
                <td>{title}</td>
                <td className="number">{year}</td>
                <td>{why}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > MOST_ROWS && <p className="muted">{imports.andMore(rows.length - MOST_ROWS)}</p>}
    </>
  );
}

/** All of them as a file, to mend them or to know what is missing. */
export function DownloadLeftOut({ rows }: { rows: LeftOutRow[] }) {
  if (rows.length === 0) return null;
  return (
    <p>
      <button type="button" className="button" onClick={() => downloadRows(rows)}>
        <Icon name="download" />
        {imports.listOfLeftOut}
      </button>
    </p>
  );
}

function downloadRows(rows: LeftOutRow[]): void {
  const lines = rows.map(({ row, file, title, year, why }) =>
    [file ?? '', row, title ?? '', year ?? '', why].map(cell).join(','),
  );
  const text = ['file,row,title,year,why', ...lines, ''].join('\r\n');
  const address = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = 'rows-left-out.csv';
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** What a spreadsheet would take for a formula is text to it behind an apostrophe. */
function cell(value: string | number): string {
  const text = String(value).replace(/^(?=[=+\-@\t\r])/u, "'");
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
