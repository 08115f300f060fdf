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
import { mine } from '../../words/en/mine';
import { Rich } from '../../words/rich';

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
  useTitle(mine.myRatings);
  const { data, isPending, isError, error, refetch } = useQuery(ratingsQuery);
  if (isPending) return <GridSkeleton />;
  if (isError) return <Failed error={error} retry={() => void refetch()} />;
  if (data.length === 0)
    return (
      <Empty title={mine.noRatings}>
        <p>
          <Rich
            text={mine.rateOrBring}
            parts={{
              rate: (link) => <Link to="/rate">{link}</Link>,
              import: (link) => <Link to="/my-films/import">{link}</Link>,
            }}
          />
        </p>
      </Empty>
    );
  return (
    <Finder
      labels={mine.search.ratings}
      entries={data.map(entryOf)}
      sorts={SORTS}
      summary={mine.filmsAndMean(data.length, mean(data))}
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

const mean = (rated: RatedMovie[]) => rated.reduce((sum, { rating }) => sum + rating, 0) / rated.length;
