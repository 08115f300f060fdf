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
import { account } from '../../words/en/account';

const SCOPES: Scope[] = ['read', 'rate', 'import', 'connect'];
/** In days. */
const TERMS = [30, 90, 365, 3650] as const;

/** Personal tokens: those there are, and a form for another. */
export function Tokens() {
  const { data, error } = useQuery(tokensQuery);
  const [made, setMade] = useState<string>();
  return (
    <section className="panel" aria-labelledby="tokens-title">
      <h2 id="tokens-title">{account.tokens}</h2>
      <p className="muted">{account.tokensWhat}</p>
      {error && (
        <p className="form-problem" role="alert">
          {messageOf(error)}
        </p>
      )}
      {data && data.length > 0 && (
        <ul className="secret-list" aria-label={account.yourTokens}>
          {data.map((token) => (
            <TokenRow key={token.id} token={token} />
          ))}
        </ul>
      )}
      {made ? (
        <ShownOnce label={account.newToken} secret={made} onDone={() => setMade(undefined)} />
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
      onSuccess: () => say(account.revoked(name)),
      onError: (error) => say(messageOf(error)),
    });
  return (
    <li>
      <span>
        <strong>{name}</strong>
        <span className="muted">{scopes.map((scope) => account.scopes[scope] ?? scope).join(' · ')}</span>
        <span className="muted">
          {(isOver ? account.expired : account.until)(dayOf(expiresAt), lastUse(lastUsedAt))}
        </span>
      </span>
      <button
        type="button"
        className="button quiet"
        disabled={end.isPending}
        onClick={revoke}
        aria-label={account.revokeOf(name)}
      >
        {account.revoke}
      </button>
    </li>
  );
}

function TokenForm({ onMade }: { onMade: (token: string) => void }) {
  const term = useId();
  const making = useMakeToken();
  const { errors, busy, onSubmit } = useForm(async (values) => {
    const scopes = SCOPES.filter((scope) => values[scope] === 'on');
    if (!values.name.trim()) return { fields: { name: account.tokenNameMissing } };
    if (scopes.length === 0) return { fields: {}, whole: account.scopeMissing };
    try {
      const body = { name: values.name.trim(), scopes, expiresInDays: Number(values.days) };
      onMade((await making.mutateAsync(body)).token);
    } catch (error) {
      return errorsOf(error);
    }
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Field label={account.tokenName} name="name" maxLength={60} autoComplete="off" errors={errors} />
      <fieldset className="ticks">
        <legend>{account.mayDo}</legend>
        {SCOPES.map((scope) => (
          <label key={scope}>
            <input type="checkbox" name={scope} defaultChecked={scope === 'read'} />
            {account.scopes[scope]}
          </label>
        ))}
      </fieldset>
      <div className="field">
        <label htmlFor={term}>{account.expiresAfter}</label>
        <select id={term} name="days" defaultValue={365}>
          {TERMS.map((days) => (
            <option key={days} value={days}>
              {account.terms[days]}
            </option>
          ))}
        </select>
      </div>
      <FormProblem errors={errors} />
      <button type="submit" className="button" disabled={busy}>
        {account.makeToken}
      </button>
    </form>
  );
}
