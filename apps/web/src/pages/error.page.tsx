import { useRouteError } from 'react-router';
import { reachability } from '../session/reachability';
import { useStore } from '../session/store';
import { OfflinePage } from '../components/frame/offline.page';

/** A page that broke, or whose code could not be fetched. */
export function ErrorPage() {
  const error = useRouteError();
  const { up } = useStore(reachability);
  const unfetched = error instanceof TypeError && /import|module|fetch/i.test(error.message);
  if (!up || unfetched) return <OfflinePage />;
  return (
    <div className="state tall" role="alert">
      <h1>Something broke on this page.</h1>
      <p>It was not your doing. A fresh start usually helps.</p>
      <button type="button" className="button primary" onClick={() => window.location.reload()}>
        Load it again
      </button>
    </div>
  );
}
