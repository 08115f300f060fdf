import { tagsFor } from '#contracts/protocol/language.tags.js';
import { ARTICLES } from '#datasets/matching/articles.js';
import { SORT_TITLE_LENGTH } from '../movies/movie.content.js';

/** Letters as a dictionary has them, so that neither case nor accents part what belongs together. */
export const AS_IN_A_DICTIONARY = { locale: 'en', strength: 1 } as const;

/**
 * The title that readers of some languages are shown, without its article, signs before it and what does not fit into a
 * cursor: the `sortTitle` of a movie in another language, as an expression of MongoDB's. A language without articles of
 * its own loses none; a title that nobody translated loses the English one.
 *
 * @param readAs  tags in lower case, the best first ("pt-br")
 * @param stored  tags that titles are translated to ("pt-BR")
 */
export function shownTitle(readAs: readonly string[], stored: readonly string[]): object {
  const titles = readAs.flatMap((wanted) => {
    const [language] = wanted.split('-');
    return tagsFor(wanted, [language, ...stored]).flatMap((tag) => [
      translated(tag),
      ...(tag === language ? [withoutArticle(original(language), language)] : []),
    ]);
  });
  const first = { $ifNull: [...titles, withoutArticle('$title', 'en')] };
  return { $substrCP: [first, 0, SORT_TITLE_LENGTH] };
}

function translated(tag: string): object {
  return withoutArticle(`$translatedTitles.${tag}`, tag.split('-')[0]);
}

/** The title of a movie that was made in the language. */
function original(language: string): object {
  return { $cond: [{ $eq: ['$language', language] }, { $ifNull: ['$originalTitle', '$title'] }, null] };
}

/** Null where there is no title. */
function withoutArticle(title: string | object, language: string): object {
  const articles = (ARTICLES[language] ?? []).map((one) => (one.endsWith("'") ? `${one}\\s*` : `${one}\\s+`));
  const article = articles.length > 0 ? `(?:${articles.join('|')})?` : '';
  const regex = `^[^\\p{L}\\p{N}]*${article}(.+)$`;
  const found = { $regexFind: { input: title, regex, options: 'is' } };
  return {
    $let: {
      vars: { found },
      in: { $ifNull: [{ $arrayElemAt: ['$$found.captures', 0] }, title] },
    },
  };
}
