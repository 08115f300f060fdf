import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { RatedMovie, Taste } from '../../api/client';
import { tasteQuery } from '../../api/me';
import type { Crowd } from '../../api/taste';
import { Card } from '../../components/movie/card';
import { MyStarsBadge } from '../../components/movie/stars-badge';
import { Failed } from '../../components/basic/states';
import { Chart } from './taste.chart';
import { app } from '../../words/en/app';
import { countryName } from '../../words/dates';
import { taste } from '../../words/en/mine';

/** The people and countries I like, as the recommender sees them. */
export function PeopleAndCountries({ ratings }: { ratings: number }) {
  const { data, isError, error, refetch } = useQuery(tasteQuery(ratings));
  if (isError) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <div className="skeleton line chart-line" role="status" aria-label={app.loading} />;
  const countries = data.countries.map(({ code, ...shares }) => ({ name: countryName(code), ...shares }));
  return (
    <div className="columns even taste-people">
      <People title={taste.directors} people={data.directors} />
      <People title={taste.actors} people={data.actors} />
      {countries.length > 0 && <Chart title={taste.countries} rows={countries} />}
    </div>
  );
}

function People({ title, people }: { title: string; people: Taste['directors'] }) {
  if (people.length === 0) return null;
  return (
    <section>
      <h2 className="section-title">{title}</h2>
      <p className="muted">{taste.peopleWhy}</p>
      <ol className="taste-list">
        {people.map(({ id, name, films, meanStars }) => (
          <li key={id}>
            <Link to={`/people/${encodeURIComponent(id)}`}>{name}</Link>
            <span className="muted">{taste.starsAndFilms(meanStars, films)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** A few films with the stars I gave them, and what is special about them. */
export function FilmsOf({
  title,
  films,
  children,
}: {
  title: string;
  films: readonly RatedMovie[];
  children: ReactNode;
}) {
  return (
    <section>
      <h2 className="section-title">{title}</h2>
      <p className="muted">{children}</p>
      <div className="grid">
        {films.map(({ movie, rating }) => (
          <Card key={movie.id} movie={movie} badge={<MyStarsBadge stars={rating} />}>
            <p className="card-facts">{crowdWords(movie)}</p>
          </Card>
        ))}
      </div>
    </section>
  );
}

/** Where my stars and everyone's part. */
export function Crowded({ crowd }: { crowd: Crowd }) {
  const difference = crowd.mine - crowd.everyone;
  const words =
    Math.abs(difference) < 0.05
      ? taste.crowdSame
      : difference > 0
        ? taste.crowdMore(difference)
        : taste.crowdLess(-difference);
  return (
    <>
      <section>
        <h2 className="section-title">{taste.crowd}</h2>
        <p>
          {words}
          {taste.crowdFigures(crowd.mine, crowd.everyone, crowd.films, crowd.agreed)}
        </p>
      </section>
      {crowd.higher.length > 0 && (
        <FilmsOf title={taste.likedMore} films={crowd.higher}>
          {taste.moreWhy}
        </FilmsOf>
      )}
      {crowd.lower.length > 0 && (
        <FilmsOf title={taste.likedLess} films={crowd.lower}>
          {taste.lessWhy}
        </FilmsOf>
      )}
    </>
  );
}

function crowdWords({ averageRating, ratingCount = 0 }: RatedMovie['movie']): string {
  const people = taste.people(ratingCount);
  return averageRating === undefined ? people : `${taste.everyonesMean(averageRating)} · ${people}`;
}
