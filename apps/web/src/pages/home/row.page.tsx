import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useParams } from 'react-router';
import { rowsQuery, useMyRow } from '../../api/rows';
import { ApiProblem } from '../../http/problem';
import { Empty, Failed, GridSkeleton } from '../../components/basic/states';
import { MovieSheet } from '../../components/movie/movie-sheet';
import { MovingGrid } from '../../components/movie/moving-grid';
import { useTitle } from '../title';
import { ListStatus } from '../movies/list-status';
import { useOpenedMovie } from '../movies/opened-movie';
import { RecommendedCard } from '../movies/recommended-card';
import { whyOf } from './row-words';
import { app } from '../../words/en/app';
import { home } from '../../words/en/home';
import { Rich } from '../../words/rich';

/** All of one row of home. */
export function RowPage() {
  const { id = '' } = useParams();
  const row = useMyRow(id);
  const about = useQuery(rowsQuery).data?.rows.find((one) => one.id === id);
  const title = about?.title.text ?? app.forYou;
  useTitle(title);
  const { opened, close, openedAt } = useOpenedMovie();
  const { items = [], head } = row.data ?? {};
  if (id === 'for-you') return <Navigate to="/list" replace />;
  if (row.error instanceof ApiProblem && row.error.status === 404)
    return (
      <Empty title={home.rowGone} isPage>
        <p>
          <Rich text={home.rowsOfToday} parts={{ home: (words) => <Link to="/">{words}</Link> }} />
        </p>
      </Empty>
    );
  return (
    <div className="page">
      <header className="page-head">
        <h1>{title}</h1>
        <ListStatus head={head} />
        {about && <p className="lead">{whyOf(about)}</p>}
      </header>
      {row.isPending ? (
        <GridSkeleton count={18} />
      ) : row.isError && items.length === 0 ? (
        <Failed error={row.error} retry={() => void row.refetch()} />
      ) : (
        <div
          className="list"
          aria-busy={head?.status === 'stale'}
          data-stale={head?.status === 'stale' || undefined}
        >
          <h2 className="visually-hidden">{app.films}</h2>
          <MovingGrid version={head?.generatedAt ?? ''}>
            {items.map((item, place) => (
              <RecommendedCard
                key={item.movie.id}
                item={item}
                eager={place < 12}
                to={openedAt(item.movie.id)}
              />
            ))}
          </MovingGrid>
          <p className="list-end">
            <Link to="/" className="button">
              {home.backToRows}
            </Link>
          </p>
        </div>
      )}
      {opened && (
        <MovieSheet
          key={opened}
          id={opened}
          item={items.find(({ movie }) => movie.id === opened)}
          onClose={close}
        />
      )}
    </div>
  );
}
