import * as Slider from '@radix-ui/react-slider';
import { useId, useState } from 'react';
import {
  COMMON_SORTS,
  FIRST_YEAR,
  filterParts,
  LANGUAGES,
  languageName,
  THIS_YEAR,
  LONGEST,
  type ListFilter,
  OWN_SORTS,
  without,
} from '../../api/list.filter';
import { useGenres, useNewestYear } from '../../api/movies';
import { Icon } from '../basic/icons';
import { KeptFilters } from './kept-filters';
import { genreName } from '../../words/en/film';
import { list as words } from '../../words/en/list';
import { isRightToLeft } from '../../words/language';
import { Watching } from './watching';
import { OwnedFilter } from './owned-filter';

interface FiltersProps {
  filter: ListFilter;
  onChange: (filter: ListFilter) => void;
  /** Whether the list is somebody's own, which can be varied. */
  isOwn?: boolean;
}

/** Which movies the list may hold: a line that is always there, and a panel behind a button. */
export function Filters({ filter, onChange, isOwn = true }: FiltersProps) {
  const [open, setOpen] = useState(false);
  const panel = useId();
  const parts = filterParts(filter);
  return (
    <section className="filters" aria-label={words.filters}>
      <div className="filter-line">
        <button
          type="button"
          className="button"
          aria-expanded={open}
          aria-controls={panel}
          onClick={() => setOpen(!open)}
        >
          <Icon name="sliders" />
          {words.filters}
        </button>
        {parts.map((part) => (
          <button
            key={part.key}
            type="button"
            className="chip"
            data-out={part.field === 'notGenre' || undefined}
            onClick={() => onChange(without(filter, part))}
            aria-label={words.removeFilter(part.label)}
          >
            {part.label} <Icon name="close" />
          </button>
        ))}
        <Sort filter={filter} onChange={onChange} isOwn={isOwn} />
        {isOwn && (
          <div className="dials">
            <Dial
              ends={[words.hidden, words.wellKnown]}
              label={words.howKnown}
              inWords={fameInWords}
              min={-1}
              value={filter.known ?? 0}
              onCommit={(known) => onChange({ ...filter, known })}
            />
            <Dial
              ends={[words.familiar, words.surprising]}
              label={words.howSurprising}
              inWords={surpriseInWords}
              min={0}
              value={filter.diversity ?? 0}
              onCommit={(diversity) => onChange({ ...filter, diversity })}
            />
          </div>
        )}
      </div>
      <div id={panel} className="filter-panel" hidden={!open}>
        {open && (
          <>
            <GenreFilter filter={filter} onChange={onChange} />
            <div>
              <Years filter={filter} onChange={onChange} />
              <Runtime filter={filter} onChange={onChange} />
            </div>
            <Language filter={filter} onChange={onChange} />
            <Watching filter={filter} onChange={onChange} />
            {isOwn && <OwnedFilter filter={filter} onChange={onChange} />}
            <KeptFilters filter={filter} onChange={onChange} />
          </>
        )}
      </div>
    </section>
  );
}

function Sort({ filter, onChange, isOwn }: FiltersProps) {
  const sorts = isOwn ? OWN_SORTS : COMMON_SORTS;
  return (
    <label className="inline-field">
      {words.sort}
      <select
        value={sorts.find((sort) => sort === filter.sort) ?? ''}
        onChange={({ target }) => onChange({ ...filter, sort: sorts.find((sort) => sort === target.value) })}
      >
        <option value="">{isOwn ? words.sorts.match : words.sorts.popularity}</option>
        {sorts.map((sort) => (
          <option key={sort} value={sort}>
            {words.sorts[sort]}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A slider's value while it moves; the address changes when it is let go. */
function useDraft<Value>(value: Value): [Value, (value: Value) => void] {
  const [draft, setDraft] = useState(value);
  const [settled, setSettled] = useState(value);
  if (JSON.stringify(value) !== JSON.stringify(settled)) {
    setSettled(value);
    setDraft(value);
  }
  return [draft, setDraft];
}

const surpriseInWords = (value: number) =>
  words.surprise[[0.15, 0.5, 0.85].filter((from) => value >= from).length];

function fameInWords(value: number): string {
  const { few, ratherFew, any, ratherAll, all } = words.fame;
  if (value === 0) return any;
  if (value < 0) return value > -0.5 ? ratherFew : few;
  return value < 0.5 ? ratherAll : all;
}

interface DialProps {
  ends: [low: string, high: string];
  label: string;
  inWords: (value: number) => string;
  min: number;
  value: number;
  onCommit: (value: number) => void;
}

/** Which way the list leans, from `min` to 1. */
function Dial({ ends: [low, high], label, inWords, min, value, onCommit }: DialProps) {
  const [draft, setDraft] = useDraft(value);
  return (
    <div className="dial">
      <span aria-hidden="true">{low}</span>
      <Slider.Root
        className="slider"
        dir={isRightToLeft() ? 'rtl' : 'ltr'}
        value={[draft]}
        min={min}
        max={1}
        step={0.1}
        onValueChange={([next]) => setDraft(next)}
        onValueCommit={([next]) => onCommit(next)}
      >
        <Slider.Track className="slider-track">
          {min === 0 && <Slider.Range className="slider-range" />}
        </Slider.Track>
        <Slider.Thumb className="slider-thumb" aria-label={label} aria-valuetext={inWords(draft)} />
      </Slider.Root>
      <span aria-hidden="true">{high}</span>
    </div>
  );
}

function GenreFilter({ filter, onChange }: FiltersProps) {
  const { data: genres = [] } = useGenres();
  const toggle = (field: 'genre' | 'notGenre', name: string) => {
    const other = field === 'genre' ? 'notGenre' : 'genre';
    const names = filter[field] ?? [];
    onChange({
      ...filter,
      [field]: names.includes(name) ? names.filter((each) => each !== name) : [...names, name],
      [other]: filter[other]?.filter((each) => each !== name),
    });
  };
  return (
    <fieldset>
      <legend>{words.genres}</legend>
      <div className="genre-choices">
        {genres.map(({ name }) => {
          const on = filter.genre?.includes(name) ?? false;
          const off = filter.notGenre?.includes(name) ?? false;
          return (
            <span key={name} className="genre-choice" data-state={on ? 'in' : off ? 'out' : undefined}>
              <button type="button" aria-pressed={on} onClick={() => toggle('genre', name)}>
                <span aria-hidden="true">+ </span>
                {genreName(name)}
              </button>
              <button
                type="button"
                aria-pressed={off}
                aria-label={words.no(genreName(name))}
                title={words.no(genreName(name))}
                onClick={() => toggle('notGenre', name)}
              >
                <span aria-hidden="true">−</span>
              </button>
            </span>
          );
        })}
      </div>
    </fieldset>
  );
}

function Years({ filter, onChange }: FiltersProps) {
  const { data: last = THIS_YEAR } = useNewestYear();
  const { yearFrom = FIRST_YEAR, yearTo = last } = filter;
  return (
    <Range
      legend={words.years}
      ends={[FIRST_YEAR, last]}
      labels={[words.earliest, words.latest]}
      value={[yearFrom, yearTo]}
      onCommit={(from, to) => onChange({ ...filter, yearFrom: from, yearTo: to })}
    />
  );
}

function Runtime({ filter, onChange }: FiltersProps) {
  const { runtimeMin = 0, runtimeMax = LONGEST } = filter;
  return (
    <Range
      legend={words.minutes}
      ends={[0, LONGEST]}
      step={10}
      labels={[words.shortest, words.longest]}
      value={[runtimeMin, runtimeMax]}
      onCommit={(min, max) => onChange({ ...filter, runtimeMin: min, runtimeMax: max })}
    />
  );
}

interface RangeProps {
  legend: string;
  /** At an end of the slider there is no bound. */
  ends: [first: number, last: number];
  step?: number;
  labels: [from: string, to: string];
  value: [from: number, to: number];
  onCommit: (from: number | undefined, to: number | undefined) => void;
}

function Range({ legend, ends: [first, last], step = 1, labels, value, onCommit }: RangeProps) {
  const bounded = (one: number) => Math.min(Math.max(one, first), last);
  const [[from, to], setDraft] = useDraft([bounded(value[0]), bounded(value[1])]);
  return (
    <fieldset>
      <legend>
        {legend}{' '}
        <span className="legend-value">{from === first && to === last ? words.all : `${from}–${to}`}</span>
      </legend>
      <Slider.Root
        className="slider"
        dir={isRightToLeft() ? 'rtl' : 'ltr'}
        value={[from, to]}
        min={first}
        max={last}
        step={step}
        onValueChange={setDraft}
        onValueCommit={([low, high]) =>
          onCommit(low > first ? low : undefined, high < last ? high : undefined)
        }
      >
        <Slider.Track className="slider-track">
          <Slider.Range className="slider-range" />
        </Slider.Track>
        {labels.map((label) => (
          <Slider.Thumb key={label} className="slider-thumb" aria-label={label} />
        ))}
      </Slider.Root>
    </fieldset>
  );
}

function Language({ filter, onChange }: FiltersProps) {
  const id = useId();
  const { language } = filter;
  const known = language && !LANGUAGES.includes(language) ? [language, ...LANGUAGES] : LANGUAGES;
  return (
    <div className="field">
      <label htmlFor={id}>{words.language}</label>
      <select
        id={id}
        value={language ?? ''}
        onChange={(event) => onChange({ ...filter, language: event.target.value || undefined })}
      >
        <option value="">{words.anyLanguage}</option>
        {known.map((code) => (
          <option key={code} value={code}>
            {languageName(code)}
          </option>
        ))}
      </select>
    </div>
  );
}
