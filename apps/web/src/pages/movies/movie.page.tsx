import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { movieQuery, useSimilar } from '../../api/movies';
import { useSignedIn } from '../../api/me';
import { ApiProblem } from '../../http/problem';
import { Card } from '../../components/movie/card';
import { MyDiary } from '../../components/diary/my-diary';
import { MovieActions } from '../../components/movie/movie-actions';
import { everyonesRating } from '../../components/movie/everyones-rating';
import { MovieDetailsLine, People } from '../../components/movie/movie-details-line';
import { Poster } from '../../components/poster/poster';
import { RateMovie } from '../../components/movie/rate-movie';
import { Reason } from '../../components/movie/reason';
import { Failed, GridSkeleton } from '../../components/basic/states';
import { StarsShown } from '../../components/movie/stars';
import { NotFoundPage } from '../not-found.page';
import { ForAndAgainst } from '../../components/why/for-and-against';
import { Series } from '../../components/why/series';
import { WhyNot } from '../../components/why/why-not';
import { TmdbNotice, WhereToWatch } from '../../components/watch/where-to-watch';
import { useTitle } from '../title';
import { app } from '../../words/en/app';
import { movie as words } from '../../words/en/movie';
import { watching } from '../../words/en/watching';
import { Rich } from '../../words/rich';
import { tenth } from '../../words/format';

export function MoviePage() {
  const { id = '' } = useParams();
  const film = useQuery(movieQuery(id));
  const signedIn = useSignedIn();
  useTitle(film.data?.title);
  if (film.error instanceof ApiProblem && film.error.status === 404) return <NotFoundPage what="film" />;
  if (film.error instanceof ApiProblem && film.error.code === 'beyond_limit')
    return <BeyondLimit why={film.error.message} />;
  if (film.isError && !film.data)
    return <Failed isPage error={film.error} retry={() => void film.refetch()} />;
  if (!film.data) return <MovieSkeleton />;
  const movie = film.data;
  const everyones = everyonesRating(movie);
  return (
    <div className="page movie-page">
      <article className="movie">
        <div className="movie-poster">
          <Poster key={movie.id} movie={movie} eager />
        </div>
        <div className="movie-words">
          <h1>{movie.title}</h1>
          {movie.originalTitle && movie.originalTitle !== movie.title && (
            <p className="original">{movie.originalTitle}</p>
          )}
          <MovieDetailsLine movie={movie} />
          <div className="movie-ratings">
            <div>
              <h2>{signedIn ? words.myRating : words.rateIt}</h2>
              <RateMovie key={movie.id} movie={movie} />
              <MyDiary key={`diary ${movie.id}`} movie={movie} />
            </div>
            <div>
              <h2>{words.everyones}</h2>
              {everyones.mean === undefined ? (
                <p className="muted">{everyones.words}</p>
              ) : (
                <p className="average">
                  <StarsShown value={everyones.mean} />
                  <strong>{tenth(everyones.mean)}</strong>
                  <span className="muted">{everyones.words}</span>
                </p>
              )}
            </div>
          </div>
          {signedIn && <MovieActions movie={movie} />}
          {movie.tagline && <p className="tagline">{movie.tagline}</p>}
          {movie.plot && <p className="plot">{movie.plot}</p>}
          <WhereToWatch movie={movie} />
          <People movie={movie} />
          {movie.keywords.length > 0 && (
            <ul className="keywords" aria-label={words.themes}>
              {movie.keywords.slice(0, 12).map((keyword) => (
                <li key={keyword}>
                  <Link to={`/search?q=${encodeURIComponent(keyword)}`}>{keyword}</Link>
                </li>
              ))}
            </ul>
          )}
          <TmdbNotice movie={movie} />
        </div>
      </article>
      {signedIn && (
        <section aria-labelledby="fits">
          <h2 className="section-title" id="fits">
            {words.howItFits}
          </h2>
          <ForAndAgainst key={movie.id} movieId={movie.id} />
        </section>
      )}
      <Series movie={movie} />
      <Similar id={movie.id} />
      {signedIn && <WhyNot />}
    </div>
  );
}

/** A film that family mode hides, and why. */
function BeyondLimit({ why }: { why: string }) {
  return (
    <div className="state tall">
      <h1>{watching.hides}</h1>
      <p>{why}</p>
      <p>
        <Rich
          text={watching.endsWithPassword}
          parts={{ link: (name) => <Link to="/account#family-mode">{name}</Link> }}
        />
      </p>
    </div>
  );
}

function Similar({ id }: { id: string }) {
  const { data, isPending, isError, error, refetch } = useSimilar(id);
  return (
    <section aria-labelledby="similar">
      <h2 className="section-title" id="similar">
        {words.similar}
      </h2>
      {isPending ? (
        <GridSkeleton count={6} />
      ) : isError ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data.items.length === 0 ? (
        <p className="muted">{words.noneSimilar}</p>
      ) : (
        <div className="grid">
          {data.items.map(({ movie, reasons }) => (
            <Card key={movie.id} movie={movie} isQuick>
              {reasons[0] && (
                <p className="card-reason">
                  <Reason reason={reasons[0]} link={false} />
                </p>
              )}
            </Card>
          ))}
        </div>
      )}
    </section>
  );
}

function MovieSkeleton() {
  return (
    <div className="page movie-page" role="status" aria-label={app.loading}>
      <div className="movie" aria-hidden="true">
        <div className="movie-poster">
          <div className="skeleton poster-shape" />
        </div>
        <div className="movie-words">
          <div className="skeleton line title" />
          <div className="skeleton line" />
          <div className="skeleton line short" />
        </div>
      </div>
    </div>
  );
}
