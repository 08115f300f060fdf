import { useId } from 'react';
import { app } from '../../words/en/app';
import { choose, type Language, language, LANGUAGES } from '../../words/language';

/** Which language the app is in, each by its own name. The page begins anew in it, at this choice. */
export function LanguageChoice() {
  const id = useId();
  const change = async (field: HTMLSelectElement) => {
    const place = choices().indexOf(field);
    try {
      await choose(field.value as Language);
      requestAnimationFrame(() => choices()[place]?.focus({ preventScroll: true }));
    } finally {
      // Its words may not have come.
      field.value = language();
    }
  };
  return (
    <p className="language-choice">
      <label htmlFor={id}>{app.language}</label>
      <select id={id} defaultValue={language()} onChange={({ target }) => void change(target)}>
        {Object.entries(LANGUAGES).map(([code, name]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
    </p>
  );
}

const choices = () => [...document.querySelectorAll<HTMLSelectElement>('.language-choice select')];
