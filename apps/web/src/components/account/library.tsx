import { useQuery } from '@tanstack/react-query';
import { type Library, libraryQuery, useForgetLibrary, useSetLibrary } from '../../api/account/library';
import { messageOf } from '../../http/problem';
import { say } from '../basic/toasts';
import { errorsOf, Field, FormProblem, useForm } from '../form/form';
import { watching } from '../../words/en/watching';
import { dayOf } from './dates';

/** The Jellyfin server whose films I have, or a form for one. */
export function MyLibrary() {
  const words = watching.library;
  const { data: library, error } = useQuery(libraryQuery);
  return (
    <section className="panel" aria-labelledby="library-title">
      <h2 id="library-title">{words.title}</h2>
      <p className="muted">{words.what}</p>
      {error && (
        <p className="form-problem" role="alert">
          {messageOf(error)}
        </p>
      )}
      {library && <Known library={library} />}
      {library === null && <LibraryForm />}
    </section>
  );
}

function Known({ library }: { library: Library }) {
  const words = watching.library;
  const { address, films, unknown, refreshedAt, problem } = library;
  const forget = useForgetLibrary();
  const rest = unknown > 0 ? `; ${words.unknown(unknown)}` : '';
  const read = refreshedAt ? words.read(films, dayOf(refreshedAt)) + rest : words.isRead;
  return (
    <ul className="secret-list" aria-label={words.yours}>
      <li>
        <span>
          <strong>{address}</strong>
          {(refreshedAt ?? !problem) && <span className="muted">{read}</span>}
          {problem && <span className="muted">{words.problem(problem)}</span>}
        </span>
        <button
          type="button"
          className="button quiet"
          disabled={forget.isPending}
          onClick={() =>
            forget.mutate(undefined, {
              onSuccess: () => say(words.forgotten),
              onError: (error) => say(messageOf(error)),
            })
          }
        >
          {words.forget}
        </button>
      </li>
    </ul>
  );
}

function LibraryForm() {
  const words = watching.library;
  const setting = useSetLibrary();
  const { errors, busy, onSubmit } = useForm(async ({ address, token }) => {
    try {
      await setting.mutateAsync({ address: address.trim(), token: token.trim() });
    } catch (error) {
      return errorsOf(error);
    }
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Field
        label={words.address}
        name="address"
        type="url"
        maxLength={300}
        autoComplete="off"
        hint={words.addressHint}
        errors={errors}
      />
      <Field
        label={words.key}
        name="token"
        maxLength={200}
        autoComplete="off"
        hint={words.keyHint}
        errors={errors}
      />
      <FormProblem errors={errors} />
      <button type="submit" className="button" disabled={busy}>
        {words.use}
      </button>
    </form>
  );
}
