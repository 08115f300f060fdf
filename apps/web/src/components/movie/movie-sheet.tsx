import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { MovieDetails, Recommendation } from '../../api/client';
import { useSignedIn } from '../../api/me';
import { movieQuery } from '../../api/movies';
import { ContributionBar } from './contribution-bar';
import { Dialog } from '../basic/dialog';
import { MovieActions } from './movie-actions';
import { MovieDetailsLine, People, SeriesLine } from './movie-details-line';
import { Poster } from '../poster/poster';
import { RateMovie } from './rate-movie';
import { Reason } from './reason';
import { Failed } from '../basic/states';
import { Match, StarsForMe } from './fit';
import { app } from '../../words/en/app';
import { sayings } from '../../words/en/sayings';

interface MovieSheetProps {
  id: string;
  /** The movie as the list has it; it may leave the list while it is open here. */
  item?: Recommendation;
  onClose: () => void;
}

/** A recommended movie, opened beside the list: what it is, and why it is there. */
export function MovieSheet({ id, item, onClose }: MovieSheetProps) {
  const [lastItem, setLastItem] = useState(item);
  if (item && item !== lastItem) setLastItem(item);
  const film = useQuery(movieQuery(id));
  const movie = film.data ?? lastItem?.movie;
  const series = lastItem?.series ?? (film.data && placeInSeries(film.data));
  const signedIn = useSignedIn();
  return (
    <Dialog label={movie?.title ?? sayings.film} kind="sheet" onClose={onClose}>
      {film.isError && !movie ? (
        <Failed error={film.error} retry={() => void film.refetch()} />
      ) : !movie ? (
        <div className="skeleton poster-shape" role="status" aria-label={app.loading} />
      ) : (
        <>
          <div className="sheet-top">
            <Poster movie={movie} eager />
            <div>
              <h2>
                <Link to={`/movies/${movie.id}`}>{movie.title}</Link>
              </h2>
              <MovieDetailsLine movie={movie} />
              <SeriesLine series={series} className="facts" />
              {lastItem && (
                <p className="sheet-predicted">
                  <span>
                    <Match match={lastItem.match} />
                  </span>
                  <span>
                    <StarsForMe stars={lastItem.predictedRating} />
                  </span>
                </p>
              )}
            </div>
          </div>
          <RateMovie movie={movie} />
          {signedIn && <MovieActions movie={movie} onDismissed={onClose} />}
          {lastItem && (
            <section className="sheet-why">
              <h3>{sayings.whyOnList}</h3>
              <ul className="reasons">
                {lastItem.reasons.map((reason) => (
                  <li key={reason.text}>
                    <Reason reason={reason} />
                  </li>
                ))}
              </ul>
              <ContributionBar contributions={lastItem.contributions} score={lastItem.score} />
            </section>
          )}
          {film.data?.plot && <p className="plot">{film.data.plot}</p>}
          {film.data && <People movie={film.data} />}
          {film.isError && !film.data && <Failed error={film.error} retry={() => void film.refetch()} />}
        </>
      )}
    </Dialog>
  );
}

/** As a list says it, of a movie that was not opened from one. */
function placeInSeries({ id, series }: MovieDetails): Recommendation['series'] {
  if (!series) return undefined;
  const { name, parts } = series;
  return { name, part: parts.findIndex((part) => part.id === id) + 1, of: parts.length };
}
