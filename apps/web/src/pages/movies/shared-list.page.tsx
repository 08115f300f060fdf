import { Link } from 'react-router';
import { filterParts, type ListFilter, readFilter, writeFilter } from '../../api/list.filter';
import { useBestKnown } from '../../api/movies';
import { Empty, Failed, GridSkeleton } from '../../components/basic/states';
import { useChosen } from '../../components/form/chosen';
import { Filters } from '../../components/form/filters';
import { useEntry } from '../../components/basic/entry';
import { Card } from '../../components/movie/card';
import { MovieSheet } from '../../components/movie/movie-sheet';
import { useTitle } from '../title';
import { useOpenedMovie } from './opened-movie';
import { app } from '../../words/en/app';
import { list as words } from '../../words/en/list';
import { Rich } from '../../words/rich';

/** What somebody who is not logged in sees of a list, or of a film opened over it, whose address they were given. */
export function SharedListPage() {
  useTitle(app.films);
  const [search, choose] = useChosen();
  const filter = readFilter(search);
  const films = useBestKnown(filter);
  const entry = useEntry();
  const { opened, close, openedAt } = useOpenedMovie();
  const movies = films.data?.pages.flatMap((page) => page.items) ?? [];
  const change = (next: ListFilter) => choose(writeFilter(search, next));
  return (
    <div className="page">
      <header className="page-head">
        <h1>{filterParts(filter).length > 0 ? words.thatFit : app.films}</h1>
        <p className="lead">
          <Rich
            text={words.forStrangers}
            parts={{
              register: (link) => <Link to={entry('/register')}>{link}</Link>,
              login: (link) => <Link to={entry('/login')}>{link}</Link>,
            }}
          />
        </p>
      </header>
      <Filters filter={filter} onChange={change} isOwn={false} />
      {films.isPending ? (
        <GridSkeleton count={18} />
      ) : films.isError ? (
        <Failed error={films.error} retry={() => void films.refetch()} />
      ) : movies.length === 0 ? (
        <Empty title={words.nothingFits}>
          <button type="button" className="button" onClick={() => change({})}>
            {words.clear}
          </button>
        </Empty>
      ) : (
        <div className="list" aria-busy={films.isPlaceholderData}>
          <h2 className="visually-hidden">{app.films}</h2>
          <div className="grid">
            {movies.map((movie, place) => (
              <Card
                key={movie.id}
                movie={movie}
                eager={place < 12}
                to={openedAt(movie.id)}
                isOverList
                isQuick
              />
            ))}
          </div>
          {films.hasNextPage && (
            <p className="list-end">
              <button
                type="button"
                className="button"
                disabled={films.isFetchingNextPage}
                onClick={() => void films.fetchNextPage()}
              >
                {films.isFetchingNextPage ? app.loadingMore : app.loadMore}
              </button>
            </p>
          )}
        </div>
      )}
      {opened && <MovieSheet key={opened} id={opened} onClose={close} />}
    </div>
  );
}
