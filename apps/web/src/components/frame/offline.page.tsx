import { Thinking } from '../basic/states';
import { app } from '../../words/en/app';

/** Nobody answers and nothing is here to show yet; the shell comes back by itself. */
export function OfflinePage() {
  return (
    <div className="state tall" role="alert">
      <p className="big-number" aria-hidden="true">
        …
      </p>
      <h1>{app.offlineTitle}</h1>
      <p>{app.offlineHint}</p>
      <p>
        <Thinking>{app.tryingAgain}</Thinking>
      </p>
      <button type="button" className="button" onClick={() => window.location.reload()}>
        {app.tryNow}
      </button>
    </div>
  );
}
