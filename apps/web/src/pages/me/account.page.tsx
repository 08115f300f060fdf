import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { answerOf, api, type UserProfile } from '../../api/client';
import { profileQuery } from '../../api/me';
import { messageOf } from '../../http/problem';
import { persistently } from '../../http/retry';
import { mySignInQuery } from '../../api/account/sign-in';
import { Connections } from '../../components/account/connections';
import { FamilyMode } from '../../components/account/family-mode';
import { Feeds } from '../../components/account/feeds';
import { MyLibrary } from '../../components/account/library';
import { SignIn, SignInAgain } from '../../components/account/sign-in';
import { Tokens } from '../../components/account/tokens';
import { Services } from '../../components/account/viewing';
import { Webhooks } from '../../components/account/webhooks';
import { Dialog } from '../../components/basic/dialog';
import { errorsOf, Field, FormProblem, useForm } from '../../components/form/form';
import { Failed } from '../../components/basic/states';
import { openShortcuts } from '../../components/basic/shortcuts';
import { say } from '../../components/basic/toasts';
import { endHere, logIn, logOut } from '../../session/session';
import type { components } from '../../http/schema';
import { useTitle } from '../title';
import { LanguageChoice } from '../../components/frame/language-choice';
import { account } from '../../words/en/account';
import { app } from '../../words/en/app';
import { outside } from '../../words/en/outside';
import { Rich } from '../../words/rich';

const SHORTEST_PASSWORD = 8;

type Ways = components['schemas']['MyWays'];

/** While nobody says how they sign in. */
const PASSWORD: Ways = { hasPassword: true, isConfirmed: false };

export function AccountPage() {
  useTitle(account.title);
  const me = useQuery(profileQuery);
  const signIn = useQuery(mySignInQuery);
  const ways = signIn.data ?? (signIn.isError ? PASSWORD : undefined);
  if (me.isError) return <Failed isPage error={me.error} retry={() => void me.refetch()} />;
  return (
    <div className="page account-page">
      <header className="page-head">
        <h1>{account.title}</h1>
        <p className="lead">{me.data?.email ?? ' '}</p>
      </header>
      {me.data && (
        <>
          <NameForm key={me.data.displayName} me={me.data} />
          {ways && <PasswordForm me={me.data} ways={ways} />}
          <Services me={me.data} />
          <FamilyMode me={me.data} />
        </>
      )}
      <SignIn />
      <Connections />
      <MyLibrary />
      <Feeds />
      <Webhooks />
      <Tokens />
      <Words />
      <Keyboard />
      <LoggingOut />
      {ways && <Deletion ways={ways} />}
    </div>
  );
}

function Words() {
  return (
    <section className="panel">
      <h2>{app.language}</h2>
      <LanguageChoice />
    </section>
  );
}

function Keyboard() {
  return (
    <section className="panel">
      <h2>{account.keyboard}</h2>
      <p className="muted">{account.keyboardWhat}</p>
      <p className="row">
        <button type="button" className="button" onClick={openShortcuts}>
          {account.shortcuts}
        </button>
      </p>
    </section>
  );
}

function LoggingOut() {
  const navigate = useNavigate();
  const everywhere = useMutation({
    mutationFn: () => persistently((headers) => answerOf(api.DELETE('/api/v1/me/sessions', { headers }))),
    onSuccess: async () => {
      endHere();
      await navigate('/');
      say(account.loggedOut);
    },
  });
  return (
    <section className="panel">
      <h2>{account.logOut}</h2>
      <p className="muted">{account.logOutWhat}</p>
      {everywhere.isError && (
        <p className="form-problem" role="alert">
          {messageOf(everywhere.error)}
        </p>
      )}
      <p className="row">
        <button type="button" className="button" onClick={() => void logOut().then(() => navigate('/'))}>
          {account.logOut}
        </button>
        <button
          type="button"
          className="button"
          disabled={everywhere.isPending}
          onClick={() => everywhere.mutate()}
        >
          {account.logOutEverywhere}
        </button>
      </p>
    </section>
  );
}

function NameForm({ me }: { me: UserProfile }) {
  const client = useQueryClient();
  const { errors, busy, onSubmit } = useForm(async ({ displayName }) => {
    if (!displayName.trim()) return { fields: { displayName: account.nameMissing } };
    try {
      const body = { displayName: displayName.trim() };
      const saved = await persistently((headers) => answerOf(api.PATCH('/api/v1/me', { headers, body })));
      client.setQueryData(profileQuery.queryKey, saved);
      say(account.nameChanged);
    } catch (error) {
      return errorsOf(error);
    }
  });
  return (
    <section className="panel">
      <h2>{account.name}</h2>
      <form onSubmit={onSubmit} noValidate>
        <Field
          label={account.whatWeCallYou}
          name="displayName"
          defaultValue={me.displayName}
          maxLength={80}
          autoComplete="nickname"
          errors={errors}
        />
        <FormProblem errors={errors} />
        <button type="submit" className="button" disabled={busy}>
          {account.saveName}
        </button>
      </form>
    </section>
  );
}

/** Whether they have to show by something else than a password that they are who they are. */
const mustSignIn = ({ hasPassword, isConfirmed }: Ways) => !hasPassword && !isConfirmed;

function PasswordForm({ me, ways }: { me: UserProfile; ways: Ways }) {
  const client = useQueryClient();
  const { hasPassword } = ways;
  const [times, setTimes] = useState(0);
  const { errors, busy, onSubmit } = useForm(async ({ currentPassword, password }) => {
    if (hasPassword && !currentPassword) return { fields: { currentPassword: account.currentMissing } };
    if (password.length < SHORTEST_PASSWORD)
      return { fields: { password: account.tooShort(SHORTEST_PASSWORD) } };
    try {
      const body = { ...(hasPassword && { currentPassword }), password };
      await persistently((headers) => answerOf(api.PATCH('/api/v1/me', { headers, body })));
      // The server has ended every session, this one too: begin it anew.
      await logIn(me.email, password);
      say(hasPassword ? account.passwordChanged : outside.passwordSet);
      await client.invalidateQueries({ queryKey: mySignInQuery.queryKey });
      setTimes(times + 1);
    } catch (error) {
      return errorsOf(error, { wrong_password: 'currentPassword' });
    }
  });
  if (mustSignIn(ways))
    return (
      <section className="panel">
        <h2>{account.password}</h2>
        <SignInAgain why={outside.toSetPassword(ways.provider ?? outside.yourProvider)} />
      </section>
    );
  return (
    <section className="panel">
      <h2>{account.password}</h2>
      <form key={times} onSubmit={onSubmit} noValidate>
        <input type="hidden" name="username" autoComplete="username" value={me.email} readOnly />
        {hasPassword && (
          <Field
            label={account.currentPassword}
            name="currentPassword"
            type="password"
            autoComplete="current-password"
            errors={errors}
          />
        )}
        <Field
          label={account.newPassword}
          name="password"
          type="password"
          autoComplete="new-password"
          maxLength={200}
          errors={errors}
        />
        <FormProblem errors={errors} />
        <button type="submit" className="button" disabled={busy}>
          {hasPassword ? account.changePassword : outside.setPassword}
        </button>
      </form>
    </section>
  );
}

function Deletion({ ways }: { ways: Ways }) {
  const [asking, setAsking] = useState(false);
  const { errors, busy, onSubmit } = useForm(async ({ password }) => {
    if (ways.hasPassword && !password) return { fields: { password: account.passwordMissing } };
    try {
      const body = ways.hasPassword ? { password } : {};
      await persistently((headers) => answerOf(api.DELETE('/api/v1/me', { headers, body })));
      endHere();
      say(account.deleted);
    } catch (error) {
      return errorsOf(error, { wrong_password: 'password' });
    }
  });
  return (
    <section className="panel danger">
      <h2>{account.deletion}</h2>
      <p className="muted">
        <Rich
          text={account.deletionWhat}
          parts={{ export: (link) => <Link to="/my-films/import">{link}</Link> }}
        />
      </p>
      <button type="button" className="button danger" onClick={() => setAsking(true)}>
        {account.deleteMine}
      </button>
      {asking && (
        <Dialog label={account.deletion} onClose={() => setAsking(false)}>
          <h2>{account.deleteAll}</h2>
          <p>{ways.hasPassword ? account.noWayBack : outside.noWayBack}</p>
          {mustSignIn(ways) && <SignInAgain why={outside.toDelete(ways.provider ?? outside.yourProvider)} />}
          <form onSubmit={onSubmit} noValidate>
            {ways.hasPassword && (
              <Field
                label={account.password}
                name="password"
                type="password"
                autoComplete="current-password"
                errors={errors}
              />
            )}
            <FormProblem errors={errors} />
            <p className="row">
              <button type="submit" className="button danger" disabled={busy || mustSignIn(ways)}>
                {account.deleteForGood}
              </button>
              <button type="button" className="button quiet" onClick={() => setAsking(false)}>
                {account.keepIt}
              </button>
            </p>
          </form>
        </Dialog>
      )}
    </section>
  );
}
