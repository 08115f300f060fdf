/** What somebody is in the mood for, and what they are not. */
export interface Mood {
  /** Empty when they only said what they do not want. */
  wanted: string;
  unwanted: string[];
}

/** Each phrase that is not wanted is compared with every plot. */
const MAX_UNWANTED = 6;
const NEGATION = String.raw`\b(?:no|not|without|nothing|never|don['’]t)\b`;
/** What may stand between "not" and what is meant. */
const FILLER = /^(?:(?:too|so|very|that|any|an?|the|with|want|like|about|in the mood for|please)\b\s*)+/u;

/**
 * "a heist, but not sad and no war" → a heist; not: sad, war. What follows a "no" or a "not" up to the next comma or "but" is
 * not wanted, all of it: "no war or violence".
 */
export function moodOf(text: string): Mood {
  const wanted: string[] = [];
  const unwanted: string[] = [];
  for (const clause of text.toLowerCase().split(/[,;.!?]|\bbut\b|\bonly\b/u)) {
    const [before, ...after] = clause.split(new RegExp(NEGATION, 'u'));
    wanted.push(before.replace(/\b(?:and|or|please)\s*$/u, ''));
    unwanted.push(...after.flatMap((phrase) => phrase.split(/\b(?:and|or|nor)\b/u)));
  }
  return {
    wanted: wanted
      .map(trimmed)
      .filter((clause) => wordsOf(clause).length > 0)
      .join(', '),
    unwanted: [...new Set(unwanted.map((phrase) => trimmed(phrase.trim().replace(FILLER, ''))))]
      .filter(Boolean)
      .slice(0, MAX_UNWANTED),
  };
}

const trimmed = (text: string) => text.trim().replace(/\s+/gu, ' ');

/** Moods that go by the name of a genre more than by what happens in a plot. */
const GENRES_OF: Record<string, readonly string[]> = {
  comedy: ['funny', 'laugh', 'laughing', 'hilarious', 'lighthearted', 'cheerful', 'silly', 'humour', 'humor'],
  horror: ['scary', 'frightening', 'creepy', 'spooky', 'terrifying'],
  romance: ['romantic', 'love'],
  action: ['exciting', 'explosion', 'fight', 'fighting'],
  thriller: ['tense', 'suspense', 'suspenseful', 'thrilling', 'gripping'],
  war: ['soldier', 'battle', 'battlefield'],
  music: ['musical', 'song'],
  animation: ['animated', 'cartoon'],
  family: ['kid', 'children'],
  fantasy: ['magic', 'magical'],
  history: ['historical'],
  'science fiction': ['scifi', 'futuristic', 'space'],
};
/** Moods that no plot or genre is called by, and the words of keywords that go with them. */
const THEMES: readonly { said: readonly string[]; named: ReadonlySet<string> }[] = [
  {
    said: ['sad', 'depressing', 'tragic', 'heartbreaking', 'tearjerker'],
    named: new Set(
      'holocaust genocide suicide cancer grief tragedy tragic dying illness sadness mourning funeral depression'.split(
        ' ',
      ),
    ),
  },
  {
    said: ['violent', 'violence', 'gore', 'gory', 'bloody', 'brutal'],
    named: new Set(
      'violence gore torture blood bloody massacre slasher splatter cannibal brutality mutilation'.split(' '),
    ),
  },
];

/** Words that say nothing of a movie. */
const SMALL = new Set(
  'a an the and or of to in on at for with that this it is are be some something anything movie movies film films i want mood'.split(
    ' ',
  ),
);

/** What a movie is called by: its genres and its keywords, as words. */
export interface Named {
  genres: readonly string[];
  keywords: readonly string[];
}

/** Whether a movie's genres or keywords name a phrase: all its words stand in one of them, or it is a word for a genre. */
export function isNamed(phrase: string, { genres, keywords }: Named): boolean {
  const words = wordsOf(phrase);
  if (words.length === 0) return false;
  const names = [...genres, ...keywords].map(wordsOf);
  return (
    names.some((name) => words.every((word) => name.includes(word))) ||
    words.every((word) => isMoodOf(word, { genres, keywords }))
  );
}

/** Which share of the words that say something a movie's genres and keywords have; 0 to 1. */
export function shareNamed(phrase: string, { genres, keywords }: Named): number {
  const words = wordsOf(phrase);
  if (words.length === 0) return 0;
  const names = new Set([...genres, ...keywords].flatMap(wordsOf));
  const found = words.filter((word) => names.has(word) || isMoodOf(word, { genres, keywords }));
  return found.length / words.length;
}

/** Whether a word is for a mood that one of the genres, or the theme of a keyword, is known for. */
function isMoodOf(word: string, { genres, keywords }: Named): boolean {
  return (
    genres.some((genre) => GENRES_OF[genre.toLowerCase()]?.includes(word)) ||
    THEMES.some(
      ({ said, named }) => said.includes(word) && keywords.flatMap(wordsOf).some((each) => named.has(each)),
    )
  );
}

/** Without plurals, so that "wars" is "war"; without the words that say nothing. */
function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .replaceAll('sci-fi', 'scifi')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !SMALL.has(word))
    .map((word) => (word.length > 3 ? word.replace(/(?<!s)s$/u, '') : word));
}
