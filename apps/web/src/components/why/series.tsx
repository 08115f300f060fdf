import { Link } from 'react-router';
import type { MovieDetails } from '../../api/client';
import { movie as words } from '../../words/en/movie';

/** The parts of a movie's series in order, this one marked. */
export function Series({ movie }: { movie: MovieDetails }) {
  const { series } = movie;
  if (!series) return null;
  const at = series.parts.findIndex(({ id }) => id === movie.id) + 1;
  return (
    <section aria-labelledby="series">
      <h2 className="section-title" id="series">
        {series.name}
        {at > 0 && <span className="muted"> · {words.part(at, series.parts.length)}</span>}
      </h2>
      <ol className="series">
        {series.parts.map(({ id, title, year }) => (
          <li key={id}>
            {id === movie.id ? (
              <strong aria-current="true">{title}</strong>
            ) : (
              <Link to={`/movies/${id}`}>{title}</Link>
            )}
            {year !== undefined && <span className="muted"> {year}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}
