import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { waysQuery } from '../../api/account/sign-in';
import { outside as words } from '../../words/en/outside';
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
        {words.goOnWith(name)}
      </a>
      <p className="form-or">{words.orPassword}</p>
    </>
  );
}

function whyNot(failed: string, name: string): string {
  if (failed === 'email_unverified') return words.unconfirmed(name);
  if (failed === 'provider_unreachable') return words.noAnswer(name);
  return words.didNotWork(name);
}
