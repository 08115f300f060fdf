import { Store, useStore } from '../../session/store';
import { Icon } from './icons';

interface Toast {
  id: number;
  text: string;
  action?: { label: string; run: () => void };
}

const SHOWN_MS = 8000;
const toasts = new Store<Toast[]>([]);
let lastId = 0;

const dismiss = (id: number) => toasts.set(toasts.state.filter((toast) => toast.id !== id));

/** Says something at the edge of the page for some seconds, with at most one thing to do about it. */
export function say(text: string, action?: Toast['action']): void {
  lastId += 1;
  const id = lastId;
  toasts.set([...toasts.state.slice(-2), { id, text, action }]);
  window.setTimeout(() => dismiss(id), SHOWN_MS);
}

export function Toasts() {
  const shown = useStore(toasts);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map(({ id, text, action }) => (
        <div key={id} className="toast">
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
          <button type="button" className="icon-button small" aria-label="Close" onClick={() => dismiss(id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
