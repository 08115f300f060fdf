import { useQuery } from '@tanstack/react-query';
import { pastImportsQuery, useUndo } from '../../api/account/imports';
import { say } from '../../components/basic/toasts';
import { messageOf } from '../../http/problem';
import { counted } from './counted';

const day = (iso: string) => new Date(iso).toLocaleDateString('en', { dateStyle: 'medium' });

/** Imports that can still be taken back as a whole. */
export function PastImports() {
  const { data = [] } = useQuery(pastImportsQuery);
  const undo = useUndo();
  if (data.length === 0) return null;
  const takeBack = (importId: string) =>
    undo.mutate(importId, {
      onSuccess: () => say('The import is taken back'),
      onError: (error) => say(messageOf(error)),
    });
  return (
    <section aria-labelledby="past-imports">
      <h3 id="past-imports">What you imported</h3>
      <p className="muted">
        Taken back, your films are again as they were before; what you changed since stays as you changed it.
      </p>
      <ul className="past-imports">
        {data.map(({ importId, name, importedAt, undoUntil, ratings, seen, watchlist }) => (
          <li key={importId} className="row">
            <span>
              {name}, {day(importedAt)}: {counted(ratings, 'rating')}, {counted(seen, 'film')} seen,{' '}
              {watchlist.toLocaleString('en')} to watch
            </span>
            <button
              type="button"
              className="button"
              disabled={undo.isPending}
              aria-label={`Take back the import of ${name} of ${day(importedAt)}`}
              title={`Until ${day(undoUntil)}`}
              onClick={() => takeBack(importId)}
            >
              Take back
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
