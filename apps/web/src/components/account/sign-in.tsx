import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { beginLink, mySignInQuery, useSignInAgain, useUnlink } from '../../api/account/sign-in';
import { messageOf } from '../../http/problem';
import { errorsOf, Field, FormProblem, useForm } from '../form/form';
import { say } from '../basic/toasts';
import { dayOf } from './dates';

/** What the way back from the provider says, by the code in the address. */
const FAILED: Record<string, string> = {
  identity_taken: 'This sign-in opens another account already.',
  sign_in_again: 'That was somebody else’s sign-in. Sign in as yourself.',
  provider_unreachable: 'The provider does not answer. Try again soon.',
};

/** The provider at which I can sign in beside my password, where there is one. */
export function SignIn() {
  const { data } = useQuery(mySignInQuery);
  const [search] = useSearchParams();
  if (!data?.provider) return null;
  const failed = search.get('failed');
  return (
    <section className="panel" aria-labelledby="sign-in-title">
      <h2 id="sign-in-title">Signing in with {data.provider}</h2>
      {failed && (
        <p className="form-problem" role="alert">
          {FAILED[failed] ?? 'That did not work. Try again.'}
        </p>
      )}
      {data.linkedAt ? (
        <Linked since={data.linkedAt} name={data.provider} hasPassword={data.hasPassword} />
      ) : (
        <LinkForm name={data.provider} />
      )}
    </section>
  );
}

function Linked({ since, name, hasPassword }: { since: string; name: string; hasPassword: boolean }) {
  const unlink = useUnlink();
  const onClick = () =>
    unlink.mutate(undefined, {
      onSuccess: () => say(`${name} does not open this account any more.`),
      onError: (error) => say(messageOf(error)),
    });
  return (
    <>
      <p className="muted">
        {name} opens this account since {dayOf(since)}.
        {hasPassword ? '' : ' Set a password before you unlink it: nothing else opens this account.'}
      </p>
      <p className="row">
        <button
          type="button"
          className="button"
          disabled={!hasPassword || unlink.isPending}
          onClick={onClick}
        >
          Unlink {name}
        </button>
      </p>
    </>
  );
}

function LinkForm({ name }: { name: string }) {
  const [asking, setAsking] = useState(false);
  const { errors, busy, onSubmit } = useForm(async ({ linkPassword }) => {
    if (!linkPassword) return { fields: { linkPassword: 'Your password is missing.' } };
    try {
      await beginLink(linkPassword);
    } catch (error) {
      return errorsOf(error, { wrong_password: 'linkPassword' });
    }
  });
  if (!asking)
    return (
      <>
        <p className="muted">{name} can open this account beside your password.</p>
        <p className="row">
          <button type="button" className="button" onClick={() => setAsking(true)}>
            Link {name}
          </button>
        </p>
      </>
    );
  return (
    <form onSubmit={onSubmit} noValidate>
      <Field
        label="Your password here"
        name="linkPassword"
        type="password"
        autoComplete="current-password"
        autoFocus
        errors={errors}
      />
      <FormProblem errors={errors} />
      <button type="submit" className="button" disabled={busy}>
        Go to {name}
      </button>
    </form>
  );
}

/** Instead of a password, for who has none. */
export function SignInAgain({ name, what }: { name: string; what: string }) {
  const again = useSignInAgain();
  return (
    <>
      <p className="muted">
        You have no password here. Sign in with {name} once more, and you can {what}.
      </p>
      {again.isError && (
        <p className="form-problem" role="alert">
          {messageOf(again.error)}
        </p>
      )}
      <p className="row">
        <button type="button" className="button" disabled={again.isPending} onClick={() => again.mutate()}>
          Sign in again
        </button>
      </p>
    </>
  );
}
