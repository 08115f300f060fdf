import { Link } from 'react-router';
import type { MovieCard, MovieDetails } from '../../api/client';
import { languageName } from '../../api/list.filter';

export function MovieDetailsLine({ movie }: { movie: MovieCard }) {
  const { year, runtime, language, genres } = movie;
  const length = runtime ? `${Math.floor(runtime / 60)} h ${runtime % 60} min` : undefined;
  return (
    <>
      <p className="facts">
        {[year, length, language && languageName(language)].filter(Boolean).join(' · ')}
      </p>
      <p className="facts">{genres.join(', ')}</p>
    </>
  );
}

export function People({ movie }: { movie: MovieDetails }) {
  const { directors, cast } = movie;
  if (directors.length + cast.length === 0) return null;
  return (
    <dl className="people">
      {directors.length > 0 && (
        <div>
          <dt>Directed by</dt>
          <dd>{namesOf(directors)}</dd>
        </div>
      )}
      {cast.length > 0 && (
        <div>
          <dt>With</dt>
          <dd>{namesOf(cast)}</dd>
        </div>
      )}
    </dl>
  );
}

const namesOf = (people: { id: string; name: string }[]) =>
  people.map(({ id, name }, place) => (
    <span key={id}>
      {place > 0 && ', '}
      <Link to={`/search?person=${encodeURIComponent(name)}`}>{name}</Link>
    </span>
  ));
