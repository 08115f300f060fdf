import * as Progress from '@radix-ui/react-progress';
import { useId, useState } from 'react';
import type { ImportDecisions, ImportLook } from '../../api/client';
import type { HistoryFile } from '../../api/account/upload';
import { importProgress } from '../../session/import.progress';
import { useStore } from '../../session/store';
import { ColumnForm } from './column-form';
import { DownloadLeftOut, LeftOut } from './left-out';
import { imports } from '../../words/en/imports';
import { number } from '../../words/format';

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
const WINNERS: Winner[] = ['newer', 'file', 'here'];
/** So many rows may be chosen for at a time. */
const MOST_CHOICES = 1000;

const keyOf = ({ row, file = '' }: { row: number; file?: string }) => `${row} ${file}`;

/** What a history would change, and what is to be decided before. */
export function LookAtImport({ look, history, busy, onAgain, onApply, onCancel }: LookAtImportProps) {
  const [conflicts, setConflicts] = useState<Winner>('newer');
  const [choices, setChoices] = useState<Choices>({});
  const chosen = Object.values(choices).filter((movieId) => movieId !== '').length;
  const count =
    look.ratings + look.seen + look.watchlist + (look.rewatches ?? 0) + look.conflictCount + chosen;
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
    <div className="look" aria-label={imports.fileHolds} role="region">
      <h3>{isFile ? `${look.format}: ${imports.rows(look.rows)}` : imports.rows(look.rows)}</h3>
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
      <LeftOut rows={look.refused} what="unusable" />
      <DownloadLeftOut rows={[...look.unmatched.filter((row) => !choices[keyOf(row)]), ...look.refused]} />
      {busy && <Saving importId={look.importId} />}
      <p className="row">
        <button type="button" className="button primary" disabled={busy || count === 0} onClick={apply}>
          {imports.import}
        </button>
        <button type="button" className="button" disabled={busy} onClick={onCancel}>
          {imports.leaveIt}
        </button>
      </p>
    </div>
  );
}

function Found({ look }: { look: ImportLook }) {
  const { ratings, seen, watchlist, rewatches = 0, likes, raised, scale } = look;
  return (
    <ul className="found">
      {ratings > 0 && <li>{scale ? imports.ratingsOnScale(ratings, scale) : imports.ratings(ratings)}</li>}
      {seen > 0 && <li>{imports.toBeSeen(seen)}</li>}
      {watchlist > 0 && <li>{imports.forWatchlist(watchlist)}</li>}
      {rewatches > 0 && <li>{imports.moreViewings(rewatches)}</li>}
      {likes > 0 && <li className="muted">{imports.likes(likes)}</li>}
      {raised > 0 && <li className="muted">{imports.lessThanOne(raised)}</li>}
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
        <h3>{imports.conflicts(look.conflictCount)}</h3>
      </legend>
      <p className="row">
        {WINNERS.map((value) => (
          <label key={value} htmlFor={`${id}-${value}`} className="inline-field">
            <input
              id={`${id}-${value}`}
              type="radio"
              name={id}
              checked={winner === value}
              onChange={() => onWinner(value)}
            />
            {imports.winners[value]}
          </label>
        ))}
      </p>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={imports.conflictsTable}>
        <table>
          <thead>
            <tr>
              <th scope="col">{imports.film}</th>
              <th scope="col">{imports.here}</th>
              <th scope="col">{imports.inFile}</th>
              <th scope="col">{imports.whatStands}</th>
            </tr>
          </thead>
          <tbody>
            {look.conflicts.map(({ movie, here, there, wins }) => (
              <tr key={movie.id}>
                <td>{named(movie)}</td>
                <td className="number">{number(here.rating)}</td>
                <td className="number">{number(there.rating)}</td>
                <td>
                  {(winner === 'newer' ? wins : winner) === 'here' ? imports.mineStands : imports.fileStands}
                </td>
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
          <h3>{imports.mayMean(open.length)}</h3>
          <div className="table-scroll" tabIndex={0} role="region" aria-label={imports.mayMeanTable}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{imports.row}</th>
                  <th scope="col">{imports.inFile}</th>
                  <th scope="col">{imports.whichFilm}</th>
                </tr>
              </thead>
              <tbody>
                {open.map((row) => (
                  <tr key={keyOf(row)}>
                    <td className="number">{row.row}</td>
                    <td>{named({ title: row.title ?? imports.noTitle, year: row.year })}</td>
                    <td className="inline-field">
                      <select
                        aria-label={imports.filmOfRow(row.row, row.title ?? imports.noTitle)}
                        value={choices[keyOf(row)] ?? ''}
                        onChange={({ target }) => onChoices({ ...choices, [keyOf(row)]: target.value })}
                      >
                        <option value="">{imports.noneOfThese}</option>
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
      <LeftOut rows={hopeless} what="noFilm" />
    </>
  );
}

function WhoseRows({ look, history, onAgain }: Pick<LookAtImportProps, 'look' | 'history' | 'onAgain'>) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{imports.whose}</label>
      <select
        id={id}
        value={history.user ?? look.users?.[0]}
        onChange={({ target }) => onAgain({ ...history, user: target.value })}
      >
        {look.users?.map((user) => (
          <option key={user} value={user}>
            {imports.user(user)}
          </option>
        ))}
      </select>
    </div>
  );
}

function Saving({ importId }: { importId: string }) {
  const progress = useStore(importProgress);
  const known = progress?.importId === importId && progress.total > 0 ? progress : undefined;
  const share = known && known.done / known.total;
  return (
    <div className="sending" role="status">
      <p>{share === undefined ? imports.importing : imports.importingAt(share)}</p>
      <Progress.Root
        className="progress"
        value={share === undefined ? null : Math.round(share * 100)}
        aria-label={imports.import}
      >
        <Progress.Indicator className="progress-bar" style={{ width: `${(share ?? 1) * 100}%` }} />
      </Progress.Root>
    </div>
  );
}
