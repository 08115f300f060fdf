import { titleKey, titleKeys } from './title-key.js';

const ROMAN = 'i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx'.split(' ');
const WORDS = 'one two three four five six seven eight nine ten'.split(' ');
const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');

/** Words that are written in short, the long form first. */
const SHORT_FORMS = [
  ['volume', 'vol'],
  ['part', 'pt'],
  ['chapter', 'ch'],
  ['episode', 'ep'],
  ['number', 'no'],
  ['doctor', 'dr'],
  ['mister', 'mr'],
  ['saint', 'st'],
  ['versus', 'vs'],
  ['company', 'co'],
];
const COUNTED = new Set([
  'volume',
  'vol',
  'part',
  'pt',
  'chapter',
  'ch',
  'episode',
  'ep',
  'teil',
  'partie',
  'parte',
]);

/** "and" in other languages, for an "&" that somebody spelt out. */
const ANDS = ['and', 'und', 'et', 'y', 'e', 'och', 'og', 'en'];

/** Articles of English, French, Spanish, Italian, Portuguese, German, Dutch and the Scandinavian languages. */
const ARTICLES =
  'the a an le la les un une el los las una il lo gli i o os as um uma der die das den ein eine de het een det en ett'.split(
    ' ',
  );
const ELIDED = /^l(?=[aeiouh]\p{L}{2})/u;

/** A title has no more spellings than are worth looking for. */
const MOST_VARIANTS = 60;

/**
 * Other keys under which a catalogue may have a title: numbers in Roman or Arabic figures or in words, "Volume" and "Vol.",
 * "Part II" and "II", "&" in other languages, with and without its article. The keys of {@link titleKeys} are not among them.
 *
 * @returns at most sixty, the likeliest first
 */
export function titleVariants(title: string): string[] {
  const keys = titleKeys(title);
  const found = new Set<string>();
  for (const key of keys.slice(0, 3)) {
    const words = key.replace(/(?<=\b\p{L}+)(?=\d+$)|(?<=\b(?:vol|pt|ch|ep))(?=\d)/gu, ' ').split(' ');
    const spelt = [words, ...shortForms(words), ...ands(words)].flatMap(numerals);
    const all = [...spelt, ...spelt.flatMap(uncounted)].map((some) => some.join(' '));
    for (const some of [...all, ...spelt.slice(0, 8).flatMap(joined)]) found.add(some);
    for (const other of articles(all)) found.add(other);
  }
  for (const key of keys) found.delete(key);
  return [...found].slice(0, MOST_VARIANTS);
}

const SUBTITLE = /\s*:\s*| [-–—] | \(|,? or: |,? or (?=the |\()/giu;

/**
 * What a title is called without its subtitle: the part before a colon or a dash, in brackets or before "or", the longest
 * first. Films of different years often share it.
 */
export function shortTitles(title: string): string[] {
  const main = title.replace(/\s+/gu, ' ');
  const cuts = [...main.matchAll(SUBTITLE)].filter(
    ({ index, 0: sign }) => !isCount(titleKey(main.slice(index + sign.length))),
  );
  const keys = cuts.reverse().map(({ index }) => titleKey(main.slice(0, index)));
  return [...new Set(keys)].filter((key) => key.length > 2 && key !== titleKey(title)).slice(0, 3);
}

/** "Part II" is no subtitle: without it the title is that of another film. */
function isCount(key: string): boolean {
  const words = key.split(' ').filter((word) => !COUNTED.has(word));
  return words.length === 0 || (words.length === 1 && numberOf(words[0], 1, 2) > 0);
}

function numerals(words: string[]): string[][] {
  const numbers = words.map((word, at) => numberOf(word, at, words.length));
  if (numbers.every((number) => number === 0)) return [words];
  const written = [(n: number) => String(n), (n: number) => ROMAN[n - 1], (n: number) => WORDS[n - 1]];
  return [
    words,
    ...written.map((write) => words.map((word, at) => (numbers[at] && write(numbers[at])) || word)),
  ];
}

/** @returns 0 for what is no number; "I" is one only where a title ends */
function numberOf(word: string, at: number, length: number): number {
  if (/^(?:[1-9]|1\d|20)$/u.test(word)) return Number(word);
  if ((word === 'i' || word === 'x') && (at === 0 || at !== length - 1)) return 0;
  return ROMAN.indexOf(word) + 1 || WORDS.indexOf(word) + 1 || ORDINALS.indexOf(word) + 1;
}

/** "Part II" as "II", and "II" as "Part II". */
function uncounted(words: string[]): string[][] {
  const isNumber = (word: string, at: number) => numberOf(word, at, words.length) > 0;
  const without = words.filter(
    (word, at) => !(COUNTED.has(word) && at + 1 < words.length && isNumber(words[at + 1], at + 1)),
  );
  const last = words.length - 1;
  const counted = last > 0 && isNumber(words[last], last) && !COUNTED.has(words[last - 1]);
  const kinds = counted ? ['part', 'vol', 'volume', 'chapter', 'episode'] : [];
  return [
    ...(without.length < words.length ? [without] : []),
    ...kinds.map((kind) => [...words.slice(0, last), kind, words[last]]),
  ];
}

function shortForms(words: string[]): string[][] {
  return SHORT_FORMS.flatMap((forms) => {
    const has = forms.find((form) => words.includes(form));
    if (has === undefined) return [];
    return forms
      .filter((form) => form !== has)
      .map((form) => words.map((word) => (word === has ? form : word)));
  });
}

function ands(words: string[]): string[][] {
  const has = ANDS.find((and) => words.slice(1, -1).includes(and));
  if (has === undefined) return [];
  const with_ = (other: string) =>
    words.map((word, at) => (word === has && at > 0 && at < words.length - 1 ? other : word));
  const without = words.filter((word, at) => !(word === has && at > 0 && at < words.length - 1));
  return [...ANDS.filter((and) => and !== has).map(with_), without];
}

/** "Spider Man" as "Spiderman", "Alien 3" as "Alien3". */
function joined(words: string[]): string[] {
  if (words.length > 4) return [];
  return words
    .slice(1)
    .map((_, at) => [...words.slice(0, at), words[at] + words[at + 1], ...words.slice(at + 2)].join(' '));
}

function* articles(keys: string[]): Generator<string> {
  for (const key of keys) {
    const [first, ...rest] = key.split(' ');
    if (ARTICLES.includes(first) && rest.length > 0) yield rest.join(' ');
    if (ELIDED.test(key)) yield key.replace(ELIDED, '');
  }
  for (const article of ['the ', 'l', ...ARTICLES.slice(1).map((word) => `${word} `)])
    for (const key of keys) yield article + key;
}
