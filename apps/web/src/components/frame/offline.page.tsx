import { Thinking } from '../basic/states';

/** Nobody answers and nothing is here to show yet; the shell comes back by itself. */
export function OfflinePage() {
  return (
    <div className="state tall" role="alert">
      <p className="big-number" aria-hidden="true">
        …
      </p>
      <h1>We can’t reach the server.</h1>
      <p>Check your connection. This page comes back by itself as soon as the server answers.</p>
      <p>
        <Thinking>Trying again</Thinking>
      </p>
      <button type="button" className="button" onClick={() => window.location.reload()}>
        Try now
      </button>
    </div>
  );
}
