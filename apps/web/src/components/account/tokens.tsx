import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import {
  type PersonalToken,
  type Scope,
  tokensQuery,
  useEndToken,
  useMakeToken,
} from '../../api/account/tokens';
import { messageOf } from '../../http/problem';
import { say } from '../basic/toasts';
import { errorsOf, Field, FormProblem, useForm } from '../form/form';
import { dayOf, lastUse } from './dates';
import { ShownOnce } from './shown-once';

const SCOPES: [scope: Scope, words: string][] = [
  ['read', 'Read my lists, ratings and profile'],
  ['rate', 'Rate films and change my lists'],
  ['import', 'Import a history'],
  ['connect', 'See to connections'],
];
const WORDS = new Map(SCOPES);
const TERMS: [days: number, words: string][] = [
  [30, '30 days'],
  [90, '90 days'],
  [365, 'A year'],
  [3650, 'Ten years'],
];

/** Personal tokens: those there are, and a form for another. */
export function Tokens() {
  const { data, error } = useQuery(tokensQuery);
  const [made, setMade] = useState<string>();
  return (
    <section className="panel" aria-labelledby="tokens-title">
      <h2 id="tokens-title">Personal tokens</h2>
      <p className="muted">
        For scripts, apps and assistants that act for you. Each may do what you tick here, until it expires or
        you revoke it; none may change your account. A new password does not end them.
      </p>
      {error && (
        <p className="form-problem" role="alert">
          {messageOf(error)}
        </p>
      )}
      {data && data.length > 0 && (
        <ul className="secret-list" aria-label="Your tokens">
          {data.map((token) => (
            <TokenRow key={token.id} token={token} />
          ))}
        </ul>
      )}
      {made ? (
        <ShownOnce label="Your new token" secret={made} onDone={() => setMade(undefined)} />
      ) : (
        <TokenForm onMade={setMade} />
      )}
    </section>
  );
}

function TokenRow({ token: { id, name, scopes, expiresAt, lastUsedAt } }: { token: PersonalToken }) {
  const end = useEndToken();
  const isOver = new Date(expiresAt) < new Date();
  const revoke = () =>
    end.mutate(id, {
      onSuccess: () => say(`“${name}” is revoked.`),
      onError: (error) => say(messageOf(error)),
    });
  return (
    <li>
      <span>
        <strong>{name}</strong>
        <span className="muted">{scopes.map((scope) => WORDS.get(scope) ?? scope).join(' · ')}</span>
        <span className="muted">
          {isOver ? 'expired' : 'until'} {dayOf(expiresAt)}, {lastUse(lastUsedAt)}
        </span>
      </span>
      <button
        type="button"
        className="button quiet"
        disabled={end.isPending}
        onClick={revoke}
        aria-label={`Revoke ${name}`}
      >
        Revoke
      </button>
    </li>
  );
}

function TokenForm({ onMade }: { onMade: (token: string) => void }) {
  const term = useId();
  const making = useMakeToken();
  const { errors, busy, onSubmit } = useForm(async (values) => {
    const scopes = SCOPES.map(([scope]) => scope).filter((scope) => values[scope] === 'on');
    if (!values.name.trim()) return { fields: { name: 'Give it a name, to know it by.' } };
    if (scopes.length === 0) return { fields: {}, whole: 'Tick at least one thing that it may do.' };
    try {
      const body = { name: values.name.trim(), scopes, expiresInDays: Number(values.days) };
      onMade((await making.mutateAsync(body)).token);
    } catch (error) {
      return errorsOf(error);
    }
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Field label="Name of a new token" name="name" maxLength={60} autoComplete="off" errors={errors} />
      <fieldset className="ticks">
        <legend>What it may do</legend>
        {SCOPES.map(([scope, words]) => (
          <label key={scope}>
            <input type="checkbox" name={scope} defaultChecked={scope === 'read'} />
            {words}
          </label>
        ))}
      </fieldset>
      <div className="field">
        <label htmlFor={term}>It expires after</label>
        <select id={term} name="days" defaultValue={365}>
          {TERMS.map(([days, words]) => (
            <option key={days} value={days}>
              {words}
            </option>
          ))}
        </select>
      </div>
      <FormProblem errors={errors} />
      <button type="submit" className="button" disabled={busy}>
        Make token
      </button>
    </form>
  );
}
