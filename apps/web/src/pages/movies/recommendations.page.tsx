import { useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Recommendation } from '../../api/client';
import { filterParts, type ListFilter, readFilter, without, writeFilter } from '../../api/list.filter';
import { useLoosening, useMyList } from '../../api/list';
import { Card } from '../../components/movie/card';
import { MovieSheet } from '../../components/movie/movie-sheet';
import { Filters } from '../../components/form/filters';
import { MovingGrid } from '../../components/movie/moving-grid';
import { Empty, Failed, GridSkeleton, Thinking, Done } from '../../components/basic/states';
import { Icon } from '../../components/basic/icons';
import { useTitle } from '../title';

export function RecommendationsPage() {
  useTitle('For you');
  const [search, setSearch] = useSearchParams();
  const filter = readFilter(search);
  const list = useMyList(filter);
  const opened = search.get('film');
  const items = list.data?.items ?? [];
  const head = list.data?.head;
  const changeFilter = (next: ListFilter) =>
    setSearch(writeFilter(search, next), { preventScrollReset: true, replace: true });
  const withMovie = (movie?: string) => {
    const next = new URLSearchParams(search);
    if (movie) next.set('film', movie);
    else next.delete('film');
    return next;
  };

  return (
    <div className="page">
      <header className="page-head">
        <h1>For you</h1>
        <ListStatus
          status={head?.status}
          generatedAt={head?.generatedAt}
          degraded={Boolean(head?.degraded?.length)}
        />
      </header>
      <Filters filter={filter} onChange={changeFilter} />
      {list.isPending ? (
        <GridSkeleton count={18} />
      ) : list.isError && items.length === 0 ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : items.length === 0 ? (
        <NothingFits filter={filter} onChange={changeFilter} />
      ) : (
        <div
          aria-busy={head?.status === 'stale'}
          data-generated={head?.generatedAt}
          data-stale={head?.status === 'stale' || undefined}
          className="list"
        >
          <MovingGrid version={head?.generatedAt ?? ''}>
            {items.map((item, place) => (
              <RecommendedCard
                key={item.movie.id}
                item={item}
                eager={place < 12}
                to={{ pathname: '/', search: `?${withMovie(item.movie.id)}` }}
              />
            ))}
          </MovingGrid>
          <More
            more={list.hasNextPage}
            busy={list.isFetchingNextPage}
            failed={list.isFetchNextPageError}
            load={() => void list.fetchNextPage()}
          />
        </div>
      )}
      {opened && (
        <MovieSheet
          key={opened}
          id={opened}
          item={items.find(({ movie }) => movie.id === opened)}
          onClose={() => setSearch(withMovie(), { preventScrollReset: true })}
        />
      )}
    </div>
  );
}

function ListStatus({
  status,
  generatedAt,
  degraded,
}: {
  status?: string;
  generatedAt?: string;
  degraded: boolean;
}) {
  // Says so when the list is another one than the page began with.
  const [first, setFirst] = useState(generatedAt);
  if (first === undefined && generatedAt !== undefined) setFirst(generatedAt);
  const changed = first !== undefined && generatedAt !== first;
  return (
    <p className="list-status" role="status">
      {status === 'stale' ? (
        <Thinking>Thinking about your new ratings</Thinking>
      ) : status === 'pending' ? (
        'A good list for anyone, until your own is ready.'
      ) : changed ? (
        <Done>Updated with what you just told us</Done>
      ) : (
        ''
      )}
      {degraded && <span className="degraded"> Made without the plots for now.</span>}
    </p>
  );
}

function RecommendedCard({
  item,
  eager,
  to,
}: {
  item: Recommendation;
  eager: boolean;
  to: { pathname: string; search: string };
}) {
  const { movie, predictedRating, reasons } = item;
  // The stars already say what people of the same taste think; a reason with a name says more.
  const reason = reasons.find(({ name }) => name) ?? reasons[0];
  return (
    <Card
      movie={movie}
      to={to}
      keepScroll
      eager={eager}
      badge={
        <span className="predicted">
          <Icon name="star" filled />
          <span className="visually-hidden">Predicted </span>
          {predictedRating.toFixed(1)}
          <span className="visually-hidden"> stars</span>
        </span>
      }
    >
      {reason && <p className="card-reason">{reason.text}</p>}
    </Card>
  );
}

/** Loads the next page when its end comes near, and by button for who does not scroll. */
function More({
  more,
  busy,
  failed,
  load,
}: {
  more: boolean;
  busy: boolean;
  failed: boolean;
  load: () => void;
}) {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!more || busy || failed || !end.current) return;
    const observer = new IntersectionObserver(([entry]) => entry.isIntersecting && load(), {
      rootMargin: '600px',
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  });
  if (!more) return <p className="list-end">That is the whole list.</p>;
  return (
    <div ref={end} className="list-end">
      <button type="button" className="button" onClick={load} disabled={busy}>
        {busy ? 'Loading…' : failed ? 'That did not work. Try again' : 'Load more'}
      </button>
    </div>
  );
}

function NothingFits({ filter, onChange }: { filter: ListFilter; onChange: (filter: ListFilter) => void }) {
  const parts = filterParts(filter);
  const tries = useLoosening(filter, parts.length > 0);
  const helpful = tries.filter((tried) => tried.helps).map((tried) => tried.part);
  if (parts.length === 0)
    return (
      <Empty title="Nothing to recommend yet">
        <p>
          <Link to="/rate">Rate a few films</Link> and your list begins here.
        </p>
      </Empty>
    );
  return (
    <Empty title="No film fits all of this">
      <p>
        {tries.length < parts.length
          ? 'Looking which filter to loosen…'
          : helpful.length > 0
            ? 'Letting go of one of these finds films again:'
            : 'No single filter is to blame; let go of more than one.'}
      </p>
      <p className="row">
        {helpful.map((part) => (
          <button
            key={part.key}
            type="button"
            className="chip"
            onClick={() => onChange(without(filter, part))}
          >
            {part.label} <Icon name="close" />
          </button>
        ))}
        <button
          type="button"
          className="button quiet"
          onClick={() => onChange({ diversity: filter.diversity })}
        >
          Clear all filters
        </button>
      </p>
    </Empty>
  );
}
