import { useQuery } from '@tanstack/react-query';
import { pastImportsQuery, useUndo } from '../../api/account/imports';
import { say } from '../../components/basic/toasts';
import { messageOf } from '../../http/problem';
import { imports } from '../../words/en/imports';
import { day } from '../../words/dates';

/** Imports that can still be taken back as a whole. */
export function PastImports() {
  const { data = [] } = useQuery(pastImportsQuery);
  const undo = useUndo();
  if (data.length === 0) return null;
  const takeBack = (importId: string) =>
    undo.mutate(importId, {
      onSuccess: () => say(imports.takenBack),
      onError: (error) => say(messageOf(error)),
    });
  return (
    <section aria-labelledby="past-imports">
      <h3 id="past-imports">{imports.past}</h3>
      <p className="muted">{imports.pastHint}</p>
      <ul className="past-imports">
        {data.map(({ importId, name, importedAt, undoUntil, ratings, seen, watchlist }) => (
          <li key={importId} className="row">
            <span>{imports.pastOne(name, day(importedAt), ratings, seen, watchlist)}</span>
            <button
              type="button"
              className="button"
              disabled={undo.isPending}
              aria-label={imports.takeBackOf(name, day(importedAt))}
              title={imports.until(day(undoUntil))}
              onClick={() => takeBack(importId)}
            >
              {imports.takeBack}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
