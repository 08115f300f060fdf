import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { answerOf, api, type FoundPerson, type MovieCard } from '../../api/client';
import { useNameSearch, usePlotSearch } from '../../api/movies';
import { ApiProblem } from '../../http/problem';
import { useMyStars } from '../../api/me';
import { Card } from '../../components/movie/card';
import { MyStarsBadge } from '../../components/movie/stars-badge';
import { roleAndFilms } from '../../components/movie/role-and-films';
import { useDebounced } from '../../components/form/debounced';
import { SearchBox } from '../../components/form/search-box';
import { Empty, Failed, GridSkeleton } from '../../components/basic/states';
import { useTitle } from '../title';
import { app } from '../../words/en/app';
import { finding } from '../../words/en/finding';

const TITLES = 12;
const PLOTS = 18;

export function SearchPage() {
  const [search] = useSearchParams();
  const person = search.get('person')?.trim();
  const q = search.get('q')?.trim() ?? '';
  useTitle(person ?? (q ? finding.quoted(q) : app.search));
  return (
    <div className="page">
      <div className="narrow-only">
        <SearchBox />
      </div>
      {person ? <MoviesWith person={person} /> : q ? <Results q={q} /> : <Invitation />}
    </div>
  );
}

function Invitation() {
  return (
    <>
      <h1 className="visually-hidden">{app.search}</h1>
      <Empty title={finding.invitation}>
        <p>{finding.examples}</p>
      </Empty>
    </>
  );
}

function Results({ q: typed }: { q: string }) {
  const q = useDebounced(typed, 180);
  const names = useNameSearch(q, TITLES);
  const plots = usePlotSearch(q, PLOTS);
  const shown = new Set(names.data?.items.map(({ id }) => id));
  const people = names.data?.people ?? [];
  // No title, and somebody of that name: who was meant is clear.
  const isPerson = names.data?.items.length === 0 && people.length > 0;
  const about = plots.data?.filter(({ id }) => !shown.has(id)) ?? [];
  return (
    <>
      <h1 className="visually-hidden">{finding.searchFor(q)}</h1>
      {!isPerson && (
        <section aria-labelledby="titles" aria-busy={names.isFetching}>
          <h2 className="section-title" id="titles">
            {finding.titles}
          </h2>
          {names.isPending ? (
            <GridSkeleton count={6} />
          ) : names.isError ? (
            <Failed error={names.error} retry={() => void names.refetch()} />
          ) : names.data.items.length === 0 ? (
            <p className="muted">{finding.noneCalled(q)}</p>
          ) : (
            <Movies movies={names.data.items} />
          )}
        </section>
      )}
      {people.length > 0 && (
        <section aria-labelledby="people">
          <h2 className="section-title" id="people">
            {finding.people}
          </h2>
          <People people={people} />
        </section>
      )}
      {q.length > 2 && (
        <section aria-labelledby="about" aria-busy={plots.isFetching}>
          <h2 className="section-title" id="about">
            {finding.filmsAbout(q)}
          </h2>
          {plots.isError ? (
            plots.error instanceof ApiProblem && plots.error.status === 503 ? (
              <p className="notice">
                {finding.plotsOff}{' '}
                <button type="button" className="text-button" onClick={() => void plots.refetch()}>
                  {app.tryAgain}
                </button>
              </p>
            ) : (
              <Failed error={plots.error} retry={() => void plots.refetch()} />
            )
          ) : plots.isPending ? (
            <GridSkeleton count={6} />
          ) : about.length === 0 ? (
            <p className="muted">{finding.noPlot}</p>
          ) : (
            <Movies movies={about} />
          )}
        </section>
      )}
    </>
  );
}

function People({ people }: { people: FoundPerson[] }) {
  return (
    <ul className="found-people">
      {people.map((person) => (
        <li key={person.id}>
          <Link to={`/people/${encodeURIComponent(person.id)}`}>{person.name}</Link>
          <span className="muted">{roleAndFilms(person)}</span>
        </li>
      ))}
    </ul>
  );
}

function Movies({ movies }: { movies: MovieCard[] }) {
  const mine = useMyStars();
  return (
    <div className="grid">
      {movies.map((movie) => (
        <Card key={movie.id} movie={movie} badge={<MyStarsBadge stars={mine.get(movie.id)} />} isQuick />
      ))}
    </div>
  );
}

function MoviesWith({ person }: { person: string }) {
  const movies = useInfiniteQuery({
    queryKey: ['person', person],
    queryFn: ({ pageParam, signal }) => {
      const query = { person, limit: 36, cursor: pageParam };
      return answerOf(api.GET('/api/v1/movies', { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  });
  return (
    <section aria-labelledby="person">
      <h1 className="section-title" id="person">
        {finding.filmsWith(person)}
      </h1>
      {movies.isPending ? (
        <GridSkeleton />
      ) : movies.isError ? (
        <Failed error={movies.error} retry={() => void movies.refetch()} />
      ) : (
        <>
          <h2 className="visually-hidden">{app.films}</h2>
          <Movies movies={movies.data.pages.flatMap((page) => page.items)} />
          {movies.data.pages[0].total === 0 && <p className="muted">{finding.nobody}</p>}
          {movies.hasNextPage && (
            <p className="list-end">
              <button type="button" className="button" onClick={() => void movies.fetchNextPage()}>
                {app.loadMore}
              </button>
            </p>
          )}
        </>
      )}
    </section>
  );
}
