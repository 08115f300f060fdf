import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { rememberFocus } from './focus';
import { Icon } from './icons';
import { Toasts } from './toasts';
import { app } from '../../words/en/app';

interface DialogProps {
  label: string;
  onClose: () => void;
  kind?: 'sheet' | 'box';
  children: ReactNode;
}

/** A modal dialog: the browser's own, which holds the focus and closes with Escape. What is said meanwhile is said in it. */
export function Dialog({ label, onClose, kind = 'box', children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    const giveFocusBack = rememberFocus();
    if (element && !element.open) element.showModal();
    return () => {
      element?.close();
      giveFocusBack();
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
        <button type="button" className="icon-button dialog-close" onClick={onClose} aria-label={app.close}>
          <Icon name="close" />
        </button>
        {children}
      </div>
      <Toasts />
    </dialog>
  );
}
