import { lazy, Suspense, useEffect } from 'react';
import { Link } from 'react-router';
import { useMyRows } from '../../api/rows';
import { Empty, Failed, GridSkeleton } from '../../components/basic/states';
import { Icon } from '../../components/basic/icons';
import { useTitle } from '../title';
import { FilmRow } from './film-row';
import { ListStatus } from '../movies/list-status';
import { useOpenedMovie } from '../movies/opened-movie';
import { app } from '../../words/en/app';
import { home } from '../../words/en/home';
import { Rich } from '../../words/rich';

const loadSheet = async () => ({ default: (await import('../../components/movie/movie-sheet')).MovieSheet });
const MovieSheet = lazy(loadSheet);

/** Home of who has rated something: rows of films, each for a reason of its own. */
export function RowsPage() {
  useTitle(app.forYou);
  const page = useMyRows();
  const { opened, close, openedAt } = useOpenedMovie();
  // Nobody opens a film before there are some, and then it is there.
  useEffect(() => void loadSheet().catch(() => undefined), []);
  const rows = page.data?.rows ?? [];
  const head = page.data?.head;
  return (
    <div className="page">
      <header className="page-head">
        <h1>{home.title}</h1>
        <ListStatus head={head} />
        <Link to="/list" className="button to-list">
          <Icon name="sliders" />
          {home.wholeList}
        </Link>
      </header>
      {page.isPending ? (
        <GridSkeleton count={18} />
      ) : page.isError && rows.length === 0 ? (
        <Failed error={page.error} retry={() => void page.refetch()} />
      ) : rows.length === 0 ? (
        <Empty title={home.nothingYet}>
          <p>
            <Rich text={home.rateForRows} parts={{ rate: (words) => <Link to="/rate">{words}</Link> }} />
          </p>
        </Empty>
      ) : (
        <div
          className="list film-rows"
          aria-busy={head?.status === 'stale'}
          data-generated={head?.generatedAt}
          data-stale={head?.status === 'stale' || undefined}
        >
          {rows.map((row, place) => (
            <FilmRow key={row.id} row={row} openedAt={openedAt} isFirst={place === 0} />
          ))}
        </div>
      )}
      {opened && (
        <Suspense>
          <MovieSheet
            key={opened}
            id={opened}
            item={rows.flatMap(({ items }) => items).find(({ movie }) => movie.id === opened)}
            onClose={close}
          />
        </Suspense>
      )}
    </div>
  );
}
