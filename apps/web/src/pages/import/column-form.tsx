import { type FormEvent, useId, useState } from 'react';
import type { ColumnMapping, ImportLook } from '../../api/client';

type Column = Exclude<keyof ColumnMapping, 'scale' | 'holds'>;

const COLUMNS: [column: Column, label: string][] = [
  ['title', 'Title'],
  ['year', 'Year'],
  ['originalTitle', 'Original title'],
  ['imdbId', 'IMDb’s id'],
  ['tmdbId', 'TMDB’s id'],
  ['rating', 'Rating'],
  ['date', 'Date'],
];
const HOLDS = ['ratings', 'watched films', 'watchlist'] as const;

interface ColumnFormProps {
  columns: NonNullable<ImportLook['columns']>;
  mapping?: ColumnMapping;
  busy: boolean;
  onMapping: (mapping: ColumnMapping) => void;
}

/** Where somebody says what the columns of a table are that nobody knows. */
export function ColumnForm({ columns, mapping: guess = {}, busy, onMapping }: ColumnFormProps) {
  const [mapping, setMapping] = useState<ColumnMapping>(guess);
  const id = useId();
  const isEnough = mapping.title ?? mapping.imdbId ?? mapping.tmdbId;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onMapping(mapping);
  };
  return (
    <form className="column-form" onSubmit={submit} aria-labelledby={`${id}-heading`}>
      <h3 id={`${id}-heading`}>Which column is what?</h3>
      <p className="muted">This is no table we know. Its columns, with what is in the first rows:</p>
      <div className="table-scroll" tabIndex={0} role="region" aria-label="First rows of the file">
        <table>
          <thead>
            <tr>
              {columns.map(({ name }, at) => (
                <th key={at} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[0, 1, 2].map((row) => (
              <tr key={row}>
                {columns.map(({ samples }, at) => (
                  <td key={at}>{samples[row]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="column-fields">
        {COLUMNS.map(([column, label]) => (
          <div key={column} className="field">
            <label htmlFor={`${id}-${column}`}>{label}</label>
            <select
              id={`${id}-${column}`}
              value={mapping[column] ?? ''}
              onChange={({ target }) => setMapping({ ...mapping, [column]: target.value || undefined })}
            >
              <option value="">Not in the file</option>
              {columns.map(({ name }, at) => (
                <option key={at} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </div>
        ))}
        <div className="field">
          <label htmlFor={`${id}-scale`}>The best film gets</label>
          <select
            id={`${id}-scale`}
            value={mapping.scale ?? ''}
            onChange={({ target }) =>
              setMapping({ ...mapping, scale: (Number(target.value) || undefined) as ColumnMapping['scale'] })
            }
          >
            <option value="">As the numbers say</option>
            {[5, 10, 100].map((best) => (
              <option key={best} value={best}>
                {best}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor={`${id}-holds`}>The file holds</label>
          <select
            id={`${id}-holds`}
            value={mapping.holds ?? 'ratings'}
            onChange={({ target }) =>
              setMapping({ ...mapping, holds: target.value as ColumnMapping['holds'] })
            }
          >
            {HOLDS.map((what) => (
              <option key={what}>{what}</option>
            ))}
          </select>
        </div>
      </div>
      <p>
        <button type="submit" className="button" disabled={busy || !isEnough}>
          Read it so
        </button>
      </p>
    </form>
  );
}
