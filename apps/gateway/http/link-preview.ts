import type { Language } from '../language/language.js';
import { texts } from '../language/texts.js';

/** What a message that holds a link to a page shows of it. */
export interface LinkPreview {
  title: string;
  description?: string;
  /** Address of a picture, below that of the page where it is not whole. */
  image?: string;
}

const LONGEST_DESCRIPTION = 300;
/** As Open Graph writes them. */
const LOCALES: Record<Language, string> = { en: 'en_US', de: 'de_DE' };

/**
 * A page with a preview in its head, as Open Graph tags: whoever is sent the link sees what it leads to.
 *
 * @param page     HTML with a title in its head
 * @param address  of the page, whole
 * @see https://ogp.me
 */
export function withPreview(
  page: string,
  { title, description, image }: LinkPreview,
  address: string,
  language: Language,
): string {
  const text = description && shortened(description);
  const tags = [
    property('og:site_name', 'Movie Recommender'),
    property('og:type', 'video.movie'),
    property('og:locale', LOCALES[language]),
    property('og:title', title),
    property('og:url', address),
    ...(text ? [property('og:description', text)] : []),
    ...(image ? [property('og:image', new URL(image, address).href)] : []),
    `<meta name="twitter:card" content="summary">`,
  ];
  return page
    .replace(/<title>[^<]*<\/title>/, () => `<title>${escaped(title)} – Movie Recommender</title>`)
    .replace('</head>', () => `${tags.join('\n')}\n</head>`);
}

/** The page as it begins for who reads another language than its own, English. */
export function inLanguage(page: string, language: Language): string {
  if (language === 'en') return page;
  const text = texts[language];
  return page
    .replace('<html lang="en">', `<html lang="${language}">`)
    .replace(
      /(<meta\s+name="description"\s+content=")[^"]*/u,
      (_, tag: string) => tag + escaped(text('page-description')),
    )
    .replace(/<noscript>[^<]*/u, () => `<noscript>${escaped(text('page-without-script'))}`);
}

const property = (name: string, content: string) => `<meta property="${name}" content="${escaped(content)}">`;

function shortened(text: string): string {
  if (text.length <= LONGEST_DESCRIPTION) return text;
  return `${text.slice(0, LONGEST_DESCRIPTION).replace(/\s+\S*$/u, '')}…`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
