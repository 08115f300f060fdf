import { Link } from 'react-router';
import { useTitle } from './title';
import { app } from '../words/en/app';

export function NotFoundPage({ what = 'page' }: { what?: keyof typeof app.notFoundOf }) {
  useTitle(app.notFound);
  return (
    <div className="state tall">
      <p className="big-number" aria-hidden="true">
        404
      </p>
      <h1>{app.notFoundOf[what]}</h1>
      <p>{app.notFoundHint}</p>
      <p className="row">
        <Link className="button primary" to="/">
          {app.backToFilms}
        </Link>
        <Link className="button quiet" to="/search">
          {app.search}
        </Link>
      </p>
    </div>
  );
}
