import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { beginLink, mySignInQuery, useSignInAgain, useUnlink } from '../../api/account/sign-in';
import { messageOf } from '../../http/problem';
import { errorsOf, Field, FormProblem, useForm } from '../form/form';
import { say } from '../basic/toasts';
import { account } from '../../words/en/account';
import { outside as words } from '../../words/en/outside';
import { dayOf } from './dates';

/** The provider at which I can sign in beside my password, where there is one. */
export function SignIn() {
  const { data } = useQuery(mySignInQuery);
  const [search] = useSearchParams();
  if (!data?.provider) return null;
  const failed = search.get('failed');
  return (
    <section className="panel" aria-labelledby="sign-in-title">
      <h2 id="sign-in-title">{words.signingInWith(data.provider)}</h2>
      {failed && (
        <p className="form-problem" role="alert">
          {(words.failed as Partial<Record<string, string>>)[failed] ?? words.failedOtherwise}
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
      onSuccess: () => say(words.unlinked(name)),
      onError: (error) => say(messageOf(error)),
    });
  return (
    <>
      <p className="muted">
        {words.opensSince(name, dayOf(since))} {!hasPassword && words.passwordFirst}
      </p>
      <p className="row">
        <button
          type="button"
          className="button"
          disabled={!hasPassword || unlink.isPending}
          onClick={onClick}
        >
          {words.unlink(name)}
        </button>
      </p>
    </>
  );
}

function LinkForm({ name }: { name: string }) {
  const [asking, setAsking] = useState(false);
  const { errors, busy, onSubmit } = useForm(async ({ linkPassword }) => {
    if (!linkPassword) return { fields: { linkPassword: account.passwordMissing } };
    try {
      await beginLink(linkPassword);
    } catch (error) {
      return errorsOf(error, { wrong_password: 'linkPassword' });
    }
  });
  if (!asking)
    return (
      <>
        <p className="muted">{words.canOpen(name)}</p>
        <p className="row">
          <button type="button" className="button" onClick={() => setAsking(true)}>
            {words.link(name)}
          </button>
        </p>
      </>
    );
  return (
    <form onSubmit={onSubmit} noValidate>
      <Field
        label={words.passwordHere}
        name="linkPassword"
        type="password"
        autoComplete="current-password"
        autoFocus
        errors={errors}
      />
      <FormProblem errors={errors} />
      <button type="submit" className="button" disabled={busy}>
        {words.goTo(name)}
      </button>
    </form>
  );
}

/** Instead of a password, for who has none. @param why  what it is good for */
export function SignInAgain({ why }: { why: string }) {
  const again = useSignInAgain();
  return (
    <>
      <p className="muted">{why}</p>
      {again.isError && (
        <p className="form-problem" role="alert">
          {messageOf(again.error)}
        </p>
      )}
      <p className="row">
        <button type="button" className="button" disabled={again.isPending} onClick={() => again.mutate()}>
          {words.signInAgain}
        </button>
      </p>
    </>
  );
}
