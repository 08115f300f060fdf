import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { RatedMovie } from '../../api/client';
import { ratingsQuery } from '../../api/me';
import { Card } from '../../components/movie/card';
import { RateMovie } from '../../components/movie/rate-movie';
import { Empty, Failed, GridSkeleton } from '../../components/basic/states';
import { useTitle } from '../title';

const STEP = 60;

const SORTS: Record<string, { label: string; compare: (a: RatedMovie, b: RatedMovie) => number }> = {
  newest: { label: 'Newest first', compare: (a, b) => b.ratedAt.localeCompare(a.ratedAt) },
  best: { label: 'Best first', compare: (a, b) => b.rating - a.rating || b.ratedAt.localeCompare(a.ratedAt) },
  worst: {
    label: 'Worst first',
    compare: (a, b) => a.rating - b.rating || b.ratedAt.localeCompare(a.ratedAt),
  },
  title: { label: 'By title', compare: (a, b) => a.movie.title.localeCompare(b.movie.title) },
  year: { label: 'By year', compare: (a, b) => (b.movie.year ?? 0) - (a.movie.year ?? 0) },
};

export function MyRatingsPage() {
  useTitle('My ratings');
  const [search, setSearch] = useSearchParams();
  const [shown, setShown] = useState(STEP);
  const { data, isPending, isError, error, refetch } = useQuery(ratingsQuery);
  const sort = search.get('sort') ?? 'newest';
  const { compare } = SORTS[sort] ?? SORTS.newest;
  if (isPending) return <GridSkeleton />;
  if (isError) return <Failed error={error} retry={() => void refetch()} />;
  if (data.length === 0)
    return (
      <Empty title="No ratings yet">
        <p>
          <Link to="/rate">Rate a few films</Link>, or{' '}
          <Link to="/my-films/import">bring your history along</Link>.
        </p>
      </Empty>
    );
  const sorted = [...data].sort(compare);
  return (
    <>
      <div className="toolbar">
        <p className="muted">
          {data.length.toLocaleString('en')} {data.length === 1 ? 'film' : 'films'}, {mean(data)} stars on
          average
        </p>
        <label className="inline-field">
          Sort
          <select
            value={sort in SORTS ? sort : 'newest'}
            onChange={(event) =>
              setSearch({ sort: event.target.value }, { replace: true, preventScrollReset: true })
            }
          >
            {Object.entries(SORTS).map(([key, { label }]) => (
              <option key={key} value={key}>
                {label}
              </option>
            ))}
          </select>
        </label>
      </div>
      <h2 className="visually-hidden">Films</h2>
      <div className="grid">
        {sorted.slice(0, shown).map(({ movie }) => (
          <Card key={movie.id} movie={movie}>
            <RateMovie movie={movie} size="small" />
          </Card>
        ))}
      </div>
      {sorted.length > shown && (
        <p className="list-end">
          <button type="button" className="button" onClick={() => setShown(shown + STEP)}>
            Show more
          </button>
        </p>
      )}
    </>
  );
}

const mean = (rated: RatedMovie[]) =>
  (rated.reduce((sum, { rating }) => sum + rating, 0) / rated.length).toFixed(1);
