import { type ReactNode, useEffect, useRef } from 'react';
import { Icon } from './icons';

interface DialogProps {
  label: string;
  onClose: () => void;
  kind?: 'sheet' | 'box';
  children: ReactNode;
}

/** A modal dialog: the browser's own, which holds the focus, closes with Escape and gives the focus back. */
export function Dialog({ label, onClose, kind = 'box', children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement as HTMLElement | null;
    if (element && !element.open) element.showModal();
    return () => {
      element?.close();
      before?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`dialog ${kind}`}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className="dialog-body">
        <button type="button" className="icon-button dialog-close" onClick={onClose} aria-label="Close">
          <Icon name="close" />
        </button>
        {children}
      </div>
    </dialog>
  );
}
