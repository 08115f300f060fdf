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

/** The people and countries I like, as the recommender sees them. */
export function PeopleAndCountries({ ratings }: { ratings: number }) {
  const { data, isError, error, refetch } = useQuery(tasteQuery(ratings));
  if (isError) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <div className="skeleton line chart-line" role="status" aria-label="Loading" />;
  const countries = data.countries.map(({ code, ...shares }) => ({ name: countryName(code), ...shares }));
  return (
    <div className="columns even taste-people">
      <People title="Directors" people={data.directors} />
      <People title="Actors" people={data.actors} />
      {countries.length > 0 && <Chart title="Countries" rows={countries} />}
    </div>
  );
}

function People({ title, people }: { title: string; people: Taste['directors'] }) {
  if (people.length === 0) return null;
  return (
    <section>
      <h2 className="section-title">{title}</h2>
      <p className="muted">Whose films you rate higher than others, by at least two of them.</p>
      <ol className="taste-list">
        {people.map(({ id, name, films, meanStars }) => (
          <li key={id}>
            <Link to={`/people/${encodeURIComponent(id)}`}>{name}</Link>
            <span className="muted">
              {meanStars.toFixed(1)} stars · {films} films
            </span>
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
      ? 'as much as everyone does'
      : `${Math.abs(difference).toFixed(1)} stars ${difference > 0 ? 'more' : 'less'} than everyone does`;
  return (
    <>
      <section>
        <h2 className="section-title">Me against the crowd</h2>
        <p>
          You give {words}: {crowd.mine.toFixed(1)} against {crowd.everyone.toFixed(1)} on average, over the{' '}
          {crowd.films} of your films that at least five people here have rated. Of {crowd.agreed} you think
          as they do, within half a star.
        </p>
      </section>
      {crowd.higher.length > 0 && (
        <FilmsOf title="You like them more" films={crowd.higher}>
          More than half a star above everyone’s average.
        </FilmsOf>
      )}
      {crowd.lower.length > 0 && (
        <FilmsOf title="You like them less" films={crowd.lower}>
          More than half a star below everyone’s average.
        </FilmsOf>
      )}
    </>
  );
}

function crowdWords({ averageRating, ratingCount = 0 }: RatedMovie['movie']): string {
  const people = ratingCount === 1 ? '1 person' : `${ratingCount.toLocaleString('en')} people`;
  return averageRating === undefined ? people : `Everyone: ${averageRating.toFixed(1)} · ${people}`;
}

const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

/** Codes that are no country's any more are said as they are. */
function countryName(code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}
