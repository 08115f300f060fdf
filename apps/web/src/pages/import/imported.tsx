import { Link } from 'react-router';
import type { ImportResult } from '../../api/client';
import { useUndo } from '../../api/account/imports';
import { Done } from '../../components/basic/states';
import { say } from '../../components/basic/toasts';
import { messageOf } from '../../http/problem';
import { DownloadLeftOut, LeftOut } from './left-out';
import { imports } from '../../words/en/imports';

/** What came of an import. */
export function Imported({ result, onTakenBack }: { result: ImportResult; onTakenBack: () => void }) {
  const undo = useUndo();
  const { importId, imported, seen, watchlist, rewatches = 0, kept, raised, refused, unmatched } = result;
  const changed = imported + seen + watchlist + rewatches > 0;
  const takeBack = () =>
    undo.mutate(importId, {
      onSuccess: () => {
        say(imports.takenBack);
        onTakenBack();
      },
      onError: (error) => say(messageOf(error)),
    });
  return (
    <div className="imported" role="status">
      <p>
        <Done>{imports.imported(imported)}</Done>
      </p>
      {seen > 0 && <p>{imports.markedSeen(seen)}</p>}
      {watchlist > 0 && <p>{imports.putOnWatchlist(watchlist)}</p>}
      {rewatches > 0 && <p>{imports.addedViewings(rewatches)}</p>}
      {kept > 0 && <p className="muted">{imports.stayed(kept)}</p>}
      {raised > 0 && <p className="muted">{imports.raised(raised)}</p>}
      {changed && (
        <p className="row">
          <Link to="/">{imports.seeList}</Link>
          <button type="button" className="button" disabled={undo.isPending} onClick={takeBack}>
            {imports.takeItBack}
          </button>
        </p>
      )}
      <LeftOut rows={unmatched} what="noFilm" />
      <LeftOut rows={refused} what="unused" />
      <DownloadLeftOut rows={[...unmatched, ...refused]} />
    </div>
  );
}
