import { Link } from 'react-router';
import type { ImportResult } from '../../api/client';
import { useUndo } from '../../api/account/imports';
import { Done } from '../../components/basic/states';
import { say } from '../../components/basic/toasts';
import { messageOf } from '../../http/problem';
import { counted } from './counted';
import { DownloadLeftOut, LeftOut } from './left-out';

/** What came of an import. */
export function Imported({ result, onTakenBack }: { result: ImportResult; onTakenBack: () => void }) {
  const undo = useUndo();
  const { importId, imported, seen, watchlist, kept, raised, refused, unmatched } = result;
  const changed = imported + seen + watchlist > 0;
  const takeBack = () =>
    undo.mutate(importId, {
      onSuccess: () => {
        say('The import is taken back');
        onTakenBack();
      },
      onError: (error) => say(messageOf(error)),
    });
  return (
    <div className="imported" role="status">
      <p>
        <Done>{counted(imported, 'rating')} imported</Done>
      </p>
      {seen > 0 && <p>{counted(seen, 'film')} marked as seen</p>}
      {watchlist > 0 && <p>{counted(watchlist, 'film')} put on your watchlist</p>}
      {kept > 0 && <p className="muted">{counted(kept, 'rating')} of yours here stayed.</p>}
      {raised > 0 && (
        <p className="muted">
          {raised.toLocaleString('en')} of half a star {raised === 1 ? 'counts' : 'count'} as 1 star, the
          least there is here.
        </p>
      )}
      {changed && (
        <p className="row">
          <Link to="/">See what it does to your list</Link>
          <button type="button" className="button" disabled={undo.isPending} onClick={takeBack}>
            Take it back
          </button>
        </p>
      )}
      <LeftOut rows={unmatched} what="found no film" />
      <LeftOut rows={refused} what="could not be used" />
      <DownloadLeftOut rows={[...unmatched, ...refused]} />
    </div>
  );
}
