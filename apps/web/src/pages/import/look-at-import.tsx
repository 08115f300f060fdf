import * as Progress from '@radix-ui/react-progress';
import { useId, useState } from 'react';
import type { ImportDecisions, ImportLook } from '../../api/client';
import type { HistoryFile } from '../../api/account/upload';
import { importProgress } from '../../session/import.progress';
import { useStore } from '../../session/store';
import { ColumnForm } from './column-form';
import { counted } from './counted';
import { DownloadLeftOut, LeftOut } from './left-out';

interface LookAtImportProps {
  look: ImportLook;
  history: HistoryFile;
  busy: boolean;
  onAgain: (history: HistoryFile) => void;
  onApply: (decisions: ImportDecisions) => void;
  onCancel: () => void;
}

type Winner = NonNullable<ImportDecisions['conflicts']>;
type Choices = Record<string, string>;
const WINNERS: [winner: Winner, label: string][] = [
  ['newer', 'The newer stands'],
  ['file', 'The file’s stands'],
  ['here', 'Mine here stands'],
];
/** So many rows may be chosen for at a time. */
const MOST_CHOICES = 1000;

const keyOf = ({ row, file = '' }: { row: number; file?: string }) => `${row} ${file}`;

/** What a history would change, and what is to be decided before. */
export function LookAtImport({ look, history, busy, onAgain, onApply, onCancel }: LookAtImportProps) {
  const [conflicts, setConflicts] = useState<Winner>('newer');
  const [choices, setChoices] = useState<Choices>({});
  const chosen = Object.values(choices).filter((movieId) => movieId !== '').length;
  const count = look.ratings + look.seen + look.watchlist + look.conflictCount + chosen;
  const apply = () =>
    onApply({
      conflicts,
      choices: look.unmatched
        .filter((row) => choices[keyOf(row)])
        .slice(0, MOST_CHOICES)
        .map((row) => ({ row: row.row, file: row.file, movieId: choices[keyOf(row)] })),
    });
  const isFile = look.format !== undefined && look.format !== 'a table';
  return (
    <div className="look" aria-label="What the file holds" role="region">
      <h3>{isFile ? `${look.format}: ${counted(look.rows, 'row')}` : counted(look.rows, 'row')}</h3>
      {look.columns && (
        <ColumnForm
          columns={look.columns}
          mapping={look.mapping}
          busy={busy}
          onMapping={(mapping) => onAgain({ ...history, mapping })}
        />
      )}
      {look.users && <WhoseRows look={look} history={history} onAgain={onAgain} />}
      <div role="status">
        <Found look={look} />
      </div>
      {look.conflictCount > 0 && <Conflicts look={look} winner={conflicts} onWinner={setConflicts} />}
      <Unmatched look={look} choices={choices} onChoices={setChoices} />
      <LeftOut rows={look.refused} what="cannot be used" />
      <DownloadLeftOut rows={[...look.unmatched.filter((row) => !choices[keyOf(row)]), ...look.refused]} />
      {busy && <Saving importId={look.importId} />}
      <p className="row">
        <button type="button" className="button primary" disabled={busy || count === 0} onClick={apply}>
          Import
        </button>
        <button type="button" className="button" disabled={busy} onClick={onCancel}>
          Leave it
        </button>
      </p>
    </div>
  );
}

function Found({ look }: { look: ImportLook }) {
  const { ratings, seen, watchlist, likes, raised, scale } = look;
  return (
    <ul className="found">
      {ratings > 0 && (
        <li>
          {counted(ratings, 'rating')}
          {scale && `, on a scale of ${scale}`}
        </li>
      )}
      {seen > 0 && <li>{counted(seen, 'film')} to be marked as seen</li>}
      {watchlist > 0 && <li>{counted(watchlist, 'film')} for your watchlist</li>}
      {likes > 0 && (
        <li className="muted">{counted(likes, 'like')}: a like is no stars, so these count as seen</li>
      )}
      {raised > 0 && (
        <li className="muted">
          {counted(raised, 'rating')} of less than the 1 star that is the least here{' '}
          {raised === 1 ? 'counts' : 'count'} as 1 star
        </li>
      )}
    </ul>
  );
}

function Conflicts({
  look,
  winner,
  onWinner,
}: {
  look: ImportLook;
  winner: Winner;
  onWinner: (winner: Winner) => void;
}) {
  const id = useId();
  return (
    <fieldset className="conflicts">
      <legend>
        <h3>{counted(look.conflictCount, 'film')} with other stars here</h3>
      </legend>
      <p className="row">
        {WINNERS.map(([value, label]) => (
          <label key={value} htmlFor={`${id}-${value}`} className="inline-field">
            <input
              id={`${id}-${value}`}
              type="radio"
              name={id}
              checked={winner === value}
              onChange={() => onWinner(value)}
            />
            {label}
          </label>
        ))}
      </p>
      <div className="table-scroll" tabIndex={0} role="region" aria-label="Films with other stars here">
        <table>
          <thead>
            <tr>
              <th scope="col">Film</th>
              <th scope="col">Here</th>
              <th scope="col">In the file</th>
              <th scope="col">What stands</th>
            </tr>
          </thead>
          <tbody>
            {look.conflicts.map(({ movie, here, there, wins }) => (
              <tr key={movie.id}>
                <td>{named(movie)}</td>
                <td className="number">{here.rating}</td>
                <td className="number">{there.rating}</td>
                <td>{(winner === 'newer' ? wins : winner) === 'here' ? 'mine here' : 'the file’s'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </fieldset>
  );
}

const named = ({ title, year }: { title: string; year?: number }) => `${title}${year ? ` (${year})` : ''}`;

interface UnmatchedProps {
  look: ImportLook;
  choices: Choices;
  onChoices: (choices: Choices) => void;
}

/** Rows without a film: those that may mean one are to be chosen for. */
function Unmatched({ look: { unmatched }, choices, onChoices }: UnmatchedProps) {
  const open = unmatched.filter(({ candidates }) => candidates.length > 0);
  const hopeless = unmatched.filter(({ candidates }) => candidates.length === 0);
  return (
    <>
      {open.length > 0 && (
        <>
          <h3>{counted(open.length, 'row')} may mean another film</h3>
          <div
            className="table-scroll"
            tabIndex={0}
            role="region"
            aria-label="Rows that may mean another film"
          >
            <table>
              <thead>
                <tr>
                  <th scope="col">Row</th>
                  <th scope="col">In the file</th>
                  <th scope="col">Which film is it?</th>
                </tr>
              </thead>
              <tbody>
                {open.map((row) => (
                  <tr key={keyOf(row)}>
                    <td className="number">{row.row}</td>
                    <td>{named({ title: row.title ?? 'no title', year: row.year })}</td>
                    <td className="inline-field">
                      <select
                        aria-label={`The film of row ${row.row}, ${row.title ?? 'no title'}`}
                        value={choices[keyOf(row)] ?? ''}
                        onChange={({ target }) => onChoices({ ...choices, [keyOf(row)]: target.value })}
                      >
                        <option value="">None of these</option>
                        {row.candidates.map((movie) => (
                          <option key={movie.id} value={movie.id}>
                            {named(movie)}
                          </option>
                        ))}
                      </select>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      <LeftOut rows={hopeless} what="found no film" />
    </>
  );
}

function WhoseRows({ look, history, onAgain }: Pick<LookAtImportProps, 'look' | 'history' | 'onAgain'>) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>The file has the ratings of many. Which are yours?</label>
      <select
        id={id}
        value={history.user ?? look.users?.[0]}
        onChange={({ target }) => onAgain({ ...history, user: target.value })}
      >
        {look.users?.map((user) => (
          <option key={user} value={user}>
            User {user}
          </option>
        ))}
      </select>
    </div>
  );
}

function Saving({ importId }: { importId: string }) {
  const progress = useStore(importProgress);
  const known = progress?.importId === importId && progress.total > 0 ? progress : undefined;
  const percent = known && Math.round((known.done / known.total) * 100);
  return (
    <div className="sending" role="status">
      <p>{percent === undefined ? 'Importing…' : `Importing: ${percent} %`}</p>
      <Progress.Root className="progress" value={percent ?? null} aria-label="Import">
        <Progress.Indicator className="progress-bar" style={{ width: `${percent ?? 100}%` }} />
      </Progress.Root>
    </div>
  );
}
