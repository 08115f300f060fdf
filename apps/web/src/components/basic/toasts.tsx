import { type FocusEvent, useEffect, useId, useRef } from 'react';
import { Store, useStore } from '../../session/store';
import { Icon } from './icons';
import { app } from '../../words/en/app';

interface Toast {
  id: number;
  text: string;
  action?: { label: string; run: () => void };
  /** What it is about: the next about the same takes its place. */
  about?: string;
}

const SHOWN_MS = 8000;
const MOST = 3;
const toasts = new Store<Toast[]>([]);
/** Places that can show toasts, the uppermost last: behind a modal dialog nothing can be pressed or heard. */
const places = new Store<string[]>([]);
let lastId = 0;

const dismiss = (id: number) => toasts.set(toasts.state.filter((toast) => toast.id !== id));

/** Says something at the edge of the page for some seconds, with at most one thing to do about it. */
export function say(text: string, action?: Toast['action'], about?: string): void {
  lastId += 1;
  const others = toasts.state.filter((toast) => about === undefined || toast.about !== about);
  toasts.set([...others.slice(1 - MOST), { id: lastId, text, action, about }]);
}

/** A place for toasts: on the page, and in each modal dialog. */
export function Toasts() {
  const shown = useStore(toasts);
  const uppermost = useStore(places).at(-1);
  const place = useId();
  useEffect(() => {
    places.set([...places.state, place]);
    return () => places.set(places.state.filter((other) => other !== place));
  }, [place]);
  return (
    <div className="toasts" role="status" aria-live="polite" data-aside>
      {uppermost === place && shown.map((toast) => <ToastShown key={toast.id} toast={toast} />)}
    </div>
  );
}

/** Goes by itself, but not while somebody is at it. */
function ToastShown({ toast: { id, text, action } }: { toast: Toast }) {
  const timer = useRef(0);
  const hold = () => window.clearTimeout(timer.current);
  const letGo = () => {
    hold();
    timer.current = window.setTimeout(() => dismiss(id), SHOWN_MS);
  };
  useEffect(() => {
    timer.current = window.setTimeout(() => dismiss(id), SHOWN_MS);
    return () => window.clearTimeout(timer.current);
  }, [id]);
  const leave = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (!currentTarget.contains(relatedTarget)) letGo();
  };
  return (
    <div className="toast" onPointerEnter={hold} onPointerLeave={letGo} onFocus={hold} onBlur={leave}>
      <span>{text}</span>
      {action && (
        <button
          type="button"
          className="text-button"
          onClick={() => {
            dismiss(id);
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <button
        type="button"
        className="icon-button small"
        aria-label={app.dismiss(text)}
        onClick={() => dismiss(id)}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
