import { Link } from 'react-router';
import { useTitle } from './title';

export function NotFoundPage({ what = 'page' }: { what?: string }) {
  useTitle('Not found');
  return (
    <div className="state tall">
      <p className="big-number" aria-hidden="true">
        404
      </p>
      <h1>This {what} was left on the cutting-room floor.</h1>
      <p>The address may be misspelt, or it never was here.</p>
      <p className="row">
        <Link className="button primary" to="/">
          Back to the films
        </Link>
        <Link className="button quiet" to="/search">
          Search
        </Link>
      </p>
    </div>
  );
}
