import type { MovieDetails } from '../../api/client';
import { offersFor } from './watch-offers';
import { movie as words } from '../../words/en/movie';
import { calendarDay, countryName } from '../../words/format';

/** Trailer and services; who knows of the services is named beside them. */
export function WhereToWatch({ movie }: { movie: MovieDetails }) {
  const here = offersFor(navigator.languages, movie.watch);
  return (
    <>
      {movie.trailer && (
        <p>
          <a href={movie.trailer} target="_blank" rel="noreferrer">
            {words.trailer}
          </a>
        </p>
      )}
      {here && (
        <section aria-labelledby="where-to-watch">
          <h2 id="where-to-watch">{words.whereToWatch(countryName(here.country))}</h2>
          <dl className="people">
            {here.ways.map(({ title, services }) => (
              <div key={title}>
                <dt>{title}</dt>
                <dd>{services.join(', ')}</dd>
              </div>
            ))}
          </dl>
          <p className="muted">
            {here.link && (
              <>
                <a href={here.link} target="_blank" rel="noreferrer">
                  {words.openService}
                </a>{' '}
                ·{' '}
              </>
            )}
            {words.byJustWatch}
          </p>
        </section>
      )}
    </>
  );
}

/** What TMDB's terms ask for, and whether it still has the film. */
export function TmdbNotice({ movie }: { movie: MovieDetails }) {
  return (
    <p className="muted">
      {movie.goneSince && `${words.gone(calendarDay(movie.goneSince))} `}
      {words.notEndorsed}
    </p>
  );
}
