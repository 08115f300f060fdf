import { useRouteError } from 'react-router';
import { reachability } from '../session/reachability';
import { useStore } from '../session/store';
import { OfflinePage } from '../components/frame/offline.page';
import { app } from '../words/en/app';

/** A page that broke, or whose code could not be fetched. */
export function ErrorPage() {
  const error = useRouteError();
  const { up } = useStore(reachability);
  const unfetched = error instanceof TypeError && /import|module|fetch/i.test(error.message);
  if (!up || unfetched) return <OfflinePage />;
  return (
    <div className="state tall" role="alert">
      <h1>{app.brokenTitle}</h1>
      <p>{app.brokenHint}</p>
      <button type="button" className="button primary" onClick={() => window.location.reload()}>
        {app.loadAgain}
      </button>
    </div>
  );
}
