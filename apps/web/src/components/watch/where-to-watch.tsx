import { Fragment } from 'react';
import type { MovieDetails } from '../../api/client';
import { useViewing } from '../../api/viewing';
import { offersFor } from './watch-offers';
import { movie as words } from '../../words/en/movie';
import { watching } from '../../words/en/watching';
import { calendarDay, countryName } from '../../words/dates';

/** Trailer and services; who knows of the services is named beside them. */
export function WhereToWatch({ movie }: { movie: MovieDetails }) {
  const { region, services: mine = [] } = useViewing() ?? {};
  const locales = region ? [`und-${region}`, ...navigator.languages] : navigator.languages;
  const here = offersFor(locales, movie.watch);
  const offers = here && region === here.country ? (movie.watch?.[region].offers ?? []) : [];
  const names = new Set(offers.filter(({ provider }) => mine.includes(provider)).map(({ name }) => name));
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
                <dd>
                  {services.map((name, at) => (
                    <Fragment key={name}>
                      {at > 0 && ', '}
                      {names.has(name) ? <strong title={watching.oneOfMine}>{name}</strong> : name}
                    </Fragment>
                  ))}
                </dd>
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
