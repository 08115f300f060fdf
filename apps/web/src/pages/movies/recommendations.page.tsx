import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { filterParts, type ListFilter, readFilter, without, writeFilter } from '../../api/list.filter';
import { useLoosening, useMyList } from '../../api/list';
import { MovieSheet } from '../../components/movie/movie-sheet';
import { useChosen } from '../../components/form/chosen';
import { Filters } from '../../components/form/filters';
import { MovingGrid } from '../../components/movie/moving-grid';
import { Empty, Failed, GridSkeleton } from '../../components/basic/states';
import { Icon } from '../../components/basic/icons';
import { useTitle } from '../title';
import { useListPlace } from './list-place';
import { ListStatus } from './list-status';
import { useOpenedMovie } from './opened-movie';
import { RecommendedCard } from './recommended-card';
import { app } from '../../words/en/app';
import { home } from '../../words/en/home';
import { list as words } from '../../words/en/list';
import { Rich } from '../../words/rich';

export function RecommendationsPage() {
  useTitle(words.title);
  const [search, choose] = useChosen();
  const filter = readFilter(search);
  const [isShown, setShown] = useState(false);
  const list = useMyList(filter, useListPlace(isShown));
  const items = list.data?.items ?? [];
  const head = list.data?.head;
  if (items.length > 0 && !isShown) setShown(true);
  const { opened, close, openedAt } = useOpenedMovie();
  const changeFilter = (next: ListFilter) => choose(writeFilter(search, next));

  return (
    <div className="page">
      <header className="page-head">
        <h1>{words.title}</h1>
        <ListStatus head={head} isWaiting={list.isPlaceholderData} />
      </header>
      <Filters filter={filter} onChange={changeFilter} />
      {list.isPending || (list.isPlaceholderData && items.length === 0) ? (
        <GridSkeleton count={18} />
      ) : list.isError && items.length === 0 ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : items.length === 0 ? (
        <NothingFits filter={filter} onChange={changeFilter} />
      ) : (
        <div
          aria-busy={list.isPlaceholderData || head?.status === 'stale'}
          data-generated={head?.generatedAt}
          data-stale={head?.status === 'stale' || undefined}
          className="list"
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
          {list.more ? (
            <More load={list.more} busy={list.moreIsComing} failed={list.moreFailed} />
          ) : (
            <End isCut={list.isCut} filter={filter} onChange={changeFilter} />
          )}
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

/** Loads the next page when its end comes near, and by button for who does not scroll. */
function More({ load, busy, failed }: { load: () => void; busy: boolean; failed: boolean }) {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (busy || failed || !end.current) return;
    // Of several moments told of at once, the last is how things are now.
    const observer = new IntersectionObserver((moments) => moments.at(-1)?.isIntersecting && load(), {
      rootMargin: '400px',
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  });
  return (
    <div ref={end} className="list-end">
      <button type="button" className="button" onClick={load} disabled={busy}>
        {busy ? app.loadingMore : failed ? words.loadFailed : app.loadMore}
      </button>
    </div>
  );
}

/** What to do at the end of a list, besides scrolling. */
function End({
  isCut,
  filter,
  onChange,
}: {
  isCut: boolean;
  filter: ListFilter;
  onChange: (filter: ListFilter) => void;
}) {
  if (!isCut) return <p className="list-end">{words.whole}</p>;
  const { diversity = 0 } = filter;
  const toTop = () => window.scrollTo({ top: 0 });
  return (
    <div className="list-end">
      <div>
        <h2>{words.best}</h2>
        <p>{words.furtherDown}</p>
        <p className="row">
          <button
            type="button"
            className="button"
            onClick={() => {
              toTop();
              document.querySelector<HTMLElement>('.filter-line button')?.focus();
            }}
          >
            {words.chooseGenres}
          </button>
          {diversity < 1 && (
            <button
              type="button"
              className="button"
              onClick={() => {
                toTop();
                onChange({ ...filter, diversity: Math.min(1, Math.round(diversity * 10 + 3) / 10) });
              }}
            >
              {words.surpriseMe}
            </button>
          )}
        </p>
      </div>
    </div>
  );
}

function NothingFits({ filter, onChange }: { filter: ListFilter; onChange: (filter: ListFilter) => void }) {
  const parts = filterParts(filter);
  const tries = useLoosening(filter, parts.length > 0);
  const helpful = tries.filter((tried) => tried.helps).map((tried) => tried.part);
  if (parts.length === 0)
    return (
      <Empty title={home.nothingYet}>
        <p>
          <Rich text={words.rateForList} parts={{ rate: (link) => <Link to="/rate">{link}</Link> }} />
        </p>
      </Empty>
    );
  return (
    <Empty title={words.nothingFits}>
      <p>
        {tries.length < parts.length
          ? words.lookingWhich
          : helpful.length > 0
            ? words.looseOne
            : words.looseMore}
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
          onClick={() => onChange({ diversity: filter.diversity, known: filter.known, sort: filter.sort })}
        >
          {words.clear}
        </button>
      </p>
    </Empty>
  );
}
