import * as Progress from '@radix-ui/react-progress';
import { type DragEvent, useRef, useState } from 'react';
import { Link } from 'react-router';
import type { ImportResult } from '../../api/client';
import { messageOf } from '../../http/problem';
import { download, useImport } from '../../api/upload';
import { Icon } from '../../components/basic/icons';
import { Done } from '../../components/basic/states';
import { say } from '../../components/basic/toasts';
import { useTitle } from '../title';

export function ImportPage() {
  useTitle('Import and export');
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const upload = useImport();

  const take = (file?: File | null) => {
    if (file && !upload.isPending) upload.mutate(file);
    if (picker.current) picker.current.value = '';
  };

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };

  return (
    <div className="columns">
      <section aria-labelledby="import">
        <h2 id="import">Bring your history</h2>
        <p className="muted">
          A CSV file from Letterboxd, IMDb or MovieLens, or one you exported here. A film that you have rated
          here too gets the file’s rating.
        </p>
        <div
          className="drop"
          data-over={over || undefined}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <Icon name="upload" />
          <p>Drop the file here, or</p>
          <button
            type="button"
            className="button primary"
            disabled={upload.isPending}
            onClick={() => picker.current?.click()}
          >
            Choose a file
          </button>
          <input
            ref={picker}
            type="file"
            accept=".csv,text/csv"
            className="visually-hidden"
            tabIndex={-1}
            aria-label="CSV file of ratings"
            onChange={(event) => take(event.target.files?.[0])}
          />
        </div>
        {upload.isPending && <Sending sent={upload.sent} name={upload.variables.name} />}
        {upload.isError && (
          <p className="form-problem" role="alert">
            {messageOf(upload.error)}
          </p>
        )}
        {upload.isSuccess && <Imported result={upload.data} />}
      </section>
      <section aria-labelledby="export">
        <h2 id="export">Take it with you</h2>
        <p className="muted">
          Your ratings as a CSV file that this page reads again, or everything we store about you.
        </p>
        <p className="row">
          {(['csv', 'json'] as const).map((format) => (
            <button
              key={format}
              type="button"
              className="button"
              onClick={() => void download(format).catch((error: unknown) => say(messageOf(error)))}
            >
              <Icon name="download" />
              {format === 'csv' ? 'Ratings (CSV)' : 'Everything (JSON)'}
            </button>
          ))}
        </p>
      </section>
    </div>
  );
}

function Sending({ sent, name }: { sent: number; name: string }) {
  const percent = Math.round(sent * 100);
  return (
    <div className="sending" role="status">
      <p>{sent < 1 ? `Sending ${name}: ${percent} %` : `Finding the films of ${name}…`}</p>
      <Progress.Root className="progress" value={sent < 1 ? percent : null} aria-label="Import">
        <Progress.Indicator className="progress-bar" style={{ width: sent < 1 ? `${percent}%` : '100%' }} />
      </Progress.Root>
    </div>
  );
}

type LeftOut = ImportResult['unmatched'];

function Imported({ result: { imported, raised, skippedRows, unmatched } }: { result: ImportResult }) {
  return (
    <div className="imported" role="status">
      <p>
        <Done>
          {imported.toLocaleString('en')} {imported === 1 ? 'rating' : 'ratings'} imported
        </Done>
      </p>
      {raised > 0 && (
        <p className="muted">
          {raised.toLocaleString('en')} of half a star {raised === 1 ? 'counts' : 'count'} as 1 star, the
          least there is here.
        </p>
      )}
      {imported > 0 && (
        <p>
          <Link to="/">See what it does to your list</Link>
        </p>
      )}
      <Rows rows={unmatched} what="found no film" />
      <Rows rows={skippedRows} what="could not be used" />
    </div>
  );
}

const MOST_ROWS = 1000;

/** Rows of a file that nothing came of, each with its reason. */
function Rows({ rows, what }: { rows: LeftOut; what: string }) {
  if (rows.length === 0) return null;
  return (
    <>
      <h3>
        {rows.length.toLocaleString('en')} {rows.length === 1 ? 'row' : 'rows'} {what}
      </h3>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={`Rows that ${what}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">Row</th>
              <th scope="col">Title</th>
              <th scope="col">Year</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, MOST_ROWS).map(({ row, title, year, why }) => (
              <tr key={row}>
                <td className="number">{row}</td>
                <td>{title}</td>
                <td className="number">{year}</td>
                <td>{why}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > MOST_ROWS && (
        <p className="muted">… and {(rows.length - MOST_ROWS).toLocaleString('en')} more.</p>
      )}
    </>
  );
}
