import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { waysQuery } from '../../api/account/sign-in';
import { nextOf } from './next';

/** The way to sign in beside passwords, where the operator has set one; and why the last try there came to nothing. */
export function ProviderSignIn() {
  const { data } = useQuery(waysQuery);
  const [search] = useSearchParams();
  const failed = search.get('failed');
  const name = data?.provider?.name;
  if (!name) return null;
  return (
    <>
      {failed && (
        <p className="form-problem" role="alert">
          {whyNot(failed, name)}
        </p>
      )}
      <a className="button wide" href={`/api/v1/auth/oidc?${new URLSearchParams({ next: nextOf(search) })}`}>
        Go on with {name}
      </a>
      <p className="form-or">or with a password</p>
    </>
  );
}

function whyNot(failed: string, name: string): string {
  if (failed === 'email_unverified')
    return `${name} has not confirmed your e-mail address. Confirm it there, or make an account with a password.`;
  if (failed === 'provider_unreachable')
    return `${name} does not answer. Try again soon; your password works meanwhile.`;
  return `Signing in with ${name} did not work. Try again.`;
}
