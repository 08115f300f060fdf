import { type FormEvent, useState } from 'react';
import { type DiaryChange, useDiary, type Watched } from '../../api/diary';
import { messageOf } from '../../http/problem';
import { Dialog } from '../basic/dialog';
import { say } from '../basic/toasts';
import { app } from '../../words/en/app';
import { diary } from '../../words/en/diary';
import { film } from '../../words/en/film';
import { calendarDay } from '../../words/dates';

const FIRST_DAY = '1895-12-28';
/** As many as the server keeps of a film. */
const MOST_REWATCHES = 50;

/** When I watched a movie, in a line, and the dialog that changes it. */
export function Diary({ watched }: { watched: Watched }) {
  const [isOpen, setIsOpen] = useState(false);
  const words = wordsOf(watched);
  return (
    <>
      <button
        type="button"
        className="text-button"
        aria-label={`${words}: ${watched.movie.title}`}
        onClick={() => setIsOpen(true)}
      >
        {words}
      </button>
      {isOpen && <DiaryDialog watched={watched} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function DiaryDialog({ watched, onClose }: { watched: Watched; onClose: () => void }) {
  const { movie, stars, seenAt, rewatches } = watched;
  const write = useDiary(watched, (error, again) =>
    say(film.notSaved(movie.title, messageOf(error)), { label: app.tryAgain, run: again }, movie.id),
  );
  const change = (made: DiaryChange, words: string, undo: DiaryChange) => {
    write(made);
    say(words, { label: app.undo, run: () => write(undo) }, movie.id);
  };
  return (
    <Dialog label={diary.title(movie.title)} onClose={onClose}>
      <h2>{diary.title(movie.title)}</h2>
      <DayForm
        key={seenAt}
        label={diary.firstOn}
        day={seenAt ?? ''}
        button={diary.save}
        save={(day) =>
          change({ first: day }, diary.watchedOn(movie.title, calendarDay(day)), { first: seenAt })
        }
      />
      {seenAt && (
        <button
          type="button"
          className="text-button"
          onClick={() => change({ first: undefined }, diary.withoutDate(movie.title), { first: seenAt })}
        >
          {diary.forgetDate}
        </button>
      )}
      {stars !== undefined && (
        <>
          {rewatches.length > 0 && (
            <ul className="diary" aria-label={diary.again}>
              {rewatches.map((day) => (
                <li key={day}>
                  {calendarDay(day)}
                  <button
                    type="button"
                    className="text-button"
                    aria-label={diary.removeDay(calendarDay(day))}
                    onClick={() =>
                      change({ again: day, on: false }, diary.notWatchedOn(movie.title, calendarDay(day)), {
                        again: day,
                        on: true,
                      })
                    }
                  >
                    {app.remove}
                  </button>
                </li>
              ))}
            </ul>
          )}
          {rewatches.length < MOST_REWATCHES && (
            <DayForm
              label={diary.againOn}
              day={today()}
              button={diary.add}
              save={(day) =>
                change({ again: day, on: true }, diary.watchedAgainOn(movie.title, calendarDay(day)), {
                  again: day,
                  on: false,
                })
              }
            />
          )}
        </>
      )}
    </Dialog>
  );
}

interface DayFormProps {
  label: string;
  day: string;
  button: string;
  save: (day: string) => void;
}

/** The browser's own field for a date says what is wrong with one. */
function DayForm({ label, day, button, save }: DayFormProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    save(String(new FormData(event.currentTarget).get('day')));
  };
  return (
    <form className="day-form" onSubmit={submit}>
      <label className="field">
        {label}
        <input type="date" name="day" defaultValue={day} min={FIRST_DAY} max={today()} required />
      </label>
      <button type="submit" className="button" aria-label={`${button}: ${label}`}>
        {button}
      </button>
    </form>
  );
}

function wordsOf({ seenAt, rewatches }: Watched): string {
  const last = rewatches.at(-1) ?? seenAt;
  if (last === undefined) return diary.when;
  const times = rewatches.length + (seenAt ? 1 : 0);
  return times > 1 ? diary.watchedTimes(calendarDay(last), times) : diary.watched(calendarDay(last));
}

/** Where this browser is. */
function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
