import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { RatedMovie } from '../../api/client';
import { ratingsQuery } from '../../api/me';
import { watchedOf } from '../../api/diary';
import { Diary } from '../../components/diary/diary';
import { Card } from '../../components/movie/card';
import { RateMovie } from '../../components/movie/rate-movie';
import { Empty, Failed, GridSkeleton } from '../../components/basic/states';
import { useTitle } from '../title';
import type { Sort } from './film-finder';
import { Finder } from './finder';

const SORTS: Sort[] = [
  'newest',
  'oldest',
  'watched',
  'best',
  'worst',
  'title',
  'year',
  'shortest',
  'longest',
];

export function MyRatingsPage() {
  useTitle('My ratings');
  const { data, isPending, isError, error, refetch } = useQuery(ratingsQuery);
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
  return (
    <Finder
      of="my ratings"
      entries={data.map(entryOf)}
      sorts={SORTS}
      summary={`${data.length.toLocaleString('en')} ${data.length === 1 ? 'film' : 'films'}, ${mean(data)} stars on average`}
    >
      {({ movie, rated }) => (
        <Card key={movie.id} movie={movie}>
          <RateMovie movie={movie} size="small" />
          <Diary watched={watchedOf(rated)} />
        </Card>
      )}
    </Finder>
  );
}

const entryOf = (rated: RatedMovie) => ({
  rated,
  movie: rated.movie,
  added: rated.ratedAt,
  stars: rated.rating,
  watched: [...(rated.seenAt ? [rated.seenAt] : []), ...(rated.rewatches ?? [])].sort(),
});

const mean = (rated: RatedMovie[]) =>
  (rated.reduce((sum, { rating }) => sum + rating, 0) / rated.length).toFixed(1);
