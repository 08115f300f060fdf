import { Fragment } from 'react';
import { Link } from 'react-router';
import type { MovieCard, MovieDetails, Recommendation } from '../../api/client';
import { languageName } from '../../api/list.filter';
import { certificationFor } from '../services/certification';
import { genreName } from '../../words/en/film';
import { movie as words } from '../../words/en/movie';
import { sayings } from '../../words/en/sayings';
import { duration } from '../../words/dates';

/** Facts in one line; a card knows fewer of them than the whole movie. */
export function MovieDetailsLine({ movie }: { movie: MovieCard | MovieDetails }) {
  const { year, runtime, genres } = movie;
  const language = 'originalLanguage' in movie ? movie.originalLanguage : movie.language;
  const certification =
    'certifications' in movie ? certificationFor(navigator.languages, movie.certifications) : undefined;
  const facts = [
    year,
    certification && <span title={sayings.certification(certification.country)}>{certification.text}</span>,
    runtime && duration(runtime),
    language && <span title={sayings.originalLanguage}>{languageName(language)}</span>,
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
      <p className="facts">{genres.map(genreName).join(', ')}</p>
    </>
  );
}

interface SeriesLineProps {
  series: Recommendation['series'];
  className: 'facts' | 'card-facts';
}

/** Where a movie stands in its series, if it is of one. */
export function SeriesLine({ series, className }: SeriesLineProps) {
  if (!series) return null;
  const { name, part, of } = series;
  return (
    <p className={className}>
      {name} · {words.part(part, of)}
    </p>
  );
}

export function People({ movie }: { movie: MovieDetails }) {
  const { directors, cast } = movie;
  if (directors.length + cast.length === 0) return null;
  return (
    <dl className="people">
      {directors.length > 0 && (
        <div>
          <dt>{sayings.directedBy}</dt>
          <dd>{namesOf(directors)}</dd>
        </div>
      )}
      {cast.length > 0 && (
        <div>
          <dt>{sayings.with}</dt>
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
