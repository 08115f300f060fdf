import { useId, useRef } from 'react';
import { say } from '../basic/toasts';
import { account } from '../../words/en/account';

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
      say(account.copied);
    } catch {
      // A page that came over plain HTTP by name has no clipboard; what is selected can be copied by hand.
      say(account.copyByHand);
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
        {account.copyNow}
      </p>
      <p className="row">
        <button type="button" className="button primary" onClick={() => void copy()}>
          {account.copy}
        </button>
        <button type="button" className="button quiet" onClick={onDone}>
          {account.done}
        </button>
      </p>
    </div>
  );
}
