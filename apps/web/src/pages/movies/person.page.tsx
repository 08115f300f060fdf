import { useParams } from 'react-router';
import { useMyStars } from '../../api/me';
import { useMatches, usePerson } from '../../api/movies';
import { ApiProblem } from '../../http/problem';
import { Card } from '../../components/movie/card';
import { MyStarsBadge, PredictedBadge } from '../../components/movie/stars-badge';
import { roleAndFilms } from '../../components/movie/role-and-films';
import { Failed, GridSkeleton } from '../../components/basic/states';
import { NotFoundPage } from '../not-found.page';
import { useTitle } from '../title';
import { movie as words } from '../../words/en/movie';

/** An actor or a director, and the films they are best known for. */
export function PersonPage() {
  const { id = '' } = useParams();
  const person = usePerson(id);
  const mine = useMyStars();
  const matches = useMatches(person.data?.movies.map((movie) => movie.id) ?? []);
  useTitle(person.data?.name);
  if (person.error instanceof ApiProblem && person.error.status === 404)
    return <NotFoundPage what="person" />;
  if (person.isError && !person.data)
    return <Failed isPage error={person.error} retry={() => void person.refetch()} />;
  if (!person.data)
    return (
      <div className="page">
        <GridSkeleton />
      </div>
    );
  const { name, count, movies } = person.data;
  const stars = movies.flatMap(({ id }) => mine.get(id) ?? []);
  const badgeOf = (movieId: string) =>
    mine.has(movieId) ? (
      <MyStarsBadge stars={mine.get(movieId)} />
    ) : (
      <PredictedBadge stars={matches.get(movieId)} />
    );
  return (
    <div className="page">
      <header className="page-head">
        <h1>{name}</h1>
        <p className="lead">
          {roleAndFilms(person.data)}
          {stars.length > 0 && ` · ${words.youGave(stars.length, mean(stars))}`}
        </p>
      </header>
      <section aria-labelledby="films">
        <h2 className="section-title" id="films">
          {words.filmsWith(name)}
        </h2>
        <div className="grid">
          {movies.map((movie) => (
            <Card key={movie.id} movie={movie} badge={badgeOf(movie.id)} isQuick />
          ))}
        </div>
        {count > movies.length && <p className="muted">{words.bestKnown(movies.length)}</p>}
      </section>
    </div>
  );
}

const mean = (stars: number[]) => stars.reduce((sum, one) => sum + one, 0) / stars.length;
