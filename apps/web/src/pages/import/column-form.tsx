import { type FormEvent, useId, useState } from 'react';
import type { ColumnMapping, ImportLook } from '../../api/client';
import { imports } from '../../words/en/imports';
import { number } from '../../words/format';

type Column = Exclude<keyof ColumnMapping, 'scale' | 'holds'>;

const COLUMNS: Column[] = ['title', 'year', 'originalTitle', 'imdbId', 'tmdbId', 'rating', 'date'];
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
      <h3 id={`${id}-heading`}>{imports.whichColumn}</h3>
      <p className="muted">{imports.unknownTable}</p>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={imports.firstRows}>
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
        {COLUMNS.map((column) => (
          <div key={column} className="field">
            <label htmlFor={`${id}-${column}`}>{imports.columns[column]}</label>
            <select
              id={`${id}-${column}`}
              value={mapping[column] ?? ''}
              onChange={({ target }) => setMapping({ ...mapping, [column]: target.value || undefined })}
            >
              <option value="">{imports.notInFile}</option>
              {columns.map(({ name }, at) => (
                <option key={at} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </div>
        ))}
        <div className="field">
          <label htmlFor={`${id}-scale`}>{imports.bestGets}</label>
          <select
            id={`${id}-scale`}
            value={mapping.scale ?? ''}
            onChange={({ target }) =>
              setMapping({ ...mapping, scale: (Number(target.value) || undefined) as ColumnMapping['scale'] })
            }
          >
            <option value="">{imports.asNumbersSay}</option>
            {[5, 10, 100].map((best) => (
              <option key={best} value={best}>
                {number(best)}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor={`${id}-holds`}>{imports.holds}</label>
          <select
            id={`${id}-holds`}
            value={mapping.holds ?? 'ratings'}
            onChange={({ target }) =>
              setMapping({ ...mapping, holds: target.value as ColumnMapping['holds'] })
            }
          >
            {HOLDS.map((what) => (
              <option key={what} value={what}>
                {imports.held[what]}
              </option>
            ))}
          </select>
        </div>
      </div>
      <p>
        <button type="submit" className="button" disabled={busy || !isEnough}>
          {imports.readSo}
        </button>
      </p>
    </form>
  );
}
