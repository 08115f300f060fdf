import { useId, useRef } from 'react';
import { say } from '../basic/toasts';

interface ShownOnceProps {
  label: string;
  secret: string;
  onDone: () => void;
}

/** A secret that nothing shows again, to be copied now. */
export function ShownOnce({ label, secret, onDone }: ShownOnceProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(secret);
      say('Copied.');
    } catch {
      // A page that came over plain HTTP by name has no clipboard; what is selected can be copied by hand.
      say('Press Ctrl+C to copy it.');
    }
  };
  return (
    <div className="shown-once" role="group" aria-label={label}>
      <label htmlFor={id}>{label}</label>
      <input
        ref={field}
        id={id}
        readOnly
        autoFocus
        value={secret}
        aria-describedby={`${id}-hint`}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <p className="field-hint" id={`${id}-hint`}>
        Copy it now: it is shown this once, and here only its fingerprint is kept.
      </p>
      <p className="row">
        <button type="button" className="button primary" onClick={() => void copy()}>
          Copy
        </button>
        <button type="button" className="button quiet" onClick={onDone}>
          Done
        </button>
      </p>
    </div>
  );
}
