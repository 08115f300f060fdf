import { Fragment } from 'react';
import { Link } from 'react-router';
import type { MovieCard, MovieDetails } from '../../api/client';
import { languageName } from '../../api/list.filter';
import { certificationFor } from './certification';

/** Facts in one line; a card knows fewer of them than the whole movie. */
export function MovieDetailsLine({ movie }: { movie: MovieCard | MovieDetails }) {
  const { year, runtime, genres } = movie;
  const language = 'originalLanguage' in movie ? movie.originalLanguage : movie.language;
  const certification =
    'certifications' in movie ? certificationFor(navigator.languages, movie.certifications) : undefined;
  const facts = [
    year,
    certification && <span title={`Certification (${certification.country})`}>{certification.text}</span>,
    runtime && `${Math.floor(runtime / 60)} h ${runtime % 60} min`,
    language && <span title="Original language">{languageName(language)}</span>,
  ].filter(Boolean);
  return (
    <>
      <p className="facts">
        {facts.map((fact, place) => (
          <Fragment key={place}>
            {place > 0 && ' · '}
            {fact}
          </Fragment>
        ))}
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
      <Link to={`/people/${encodeURIComponent(id)}`}>{name}</Link>
    </span>
  ));
