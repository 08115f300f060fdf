/** Words that begin a name in small letters, or stand inside one. */
const PARTICLES = new Set(
  'a al and ap ben bin da dal de del della den der di do dos du e el ibn l la las le les lo los of st te ten ter the und van vander von y zu'.split(
    ' ',
  ),
);
/** Words that are left of a sentence whose names were taken for others. */
const PREPOSITIONS = new Set('about at by for from in into on to with'.split(' '));
/** Words that introduce a name instead of being a part of it. */
const INTRODUCTIONS =
  /^(?:(?:additional |archive |with the |featuring the )?(?:voices?|footage|music) (?:of|by)|interviews? with|(?:narrated|hosted|introduced|directed|presented) by|narrator|featuring|starring|with)\s+/iu;
/** What a list of cast says in the place of names. */
const NO_NAMES =
  /^(?:animated|animation|cast|documentary|ensemble|ensemble cast|footage|himself|herself|interviews?|narrated|narrator|others|see cast|self|themselves|unknown|various|voices?)$/iu;
const MOST_WORDS = 6;
const MOST_LETTERS = 50;

/**
 * The name of a person or group out of an entry of a list of cast, which may also hold a word of introduction ("Voices of
 * Kevin Bacon"), a note ("Tom Hanks (voice)") or be a piece of a sentence about the film ("the life and death of").
 *
 * @returns undefined when it names nobody
 */
export function personName(entry: string): string | undefined {
  const bare = entry
    .replace(/\([^()]*\)/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  const name = bare.replace(INTRODUCTIONS, '');
  return looksLikeAName(name) ? name : undefined;
}

function looksLikeAName(name: string): boolean {
  if (!/\p{L}/u.test(name) || name.length > MOST_LETTERS || NO_NAMES.test(name)) return false;
  // A bracket that is left over, the end of a sentence, or one that goes on from elsewhere.
  if (/[()[\]:;!?]|^['’]|[^.\s]{4,}\.$/u.test(name)) return false;
  const words = name.split(' ');
  if (words.length > MOST_WORDS) return false;
  const inSmallLetters = words.filter((word) => /^\p{Ll}[\p{Ll}-]*$/u.test(word));
  const isSentence = inSmallLetters.some((word) => !PARTICLES.has(word));
  const hasNoName = words.every(
    (word) => PARTICLES.has(word.toLowerCase()) || PREPOSITIONS.has(word.toLowerCase()),
  );
  const isCutOff = PARTICLES.has(words[words.length - 1]) || /^(?:a|an|and|of|the)$/u.test(words[0]);
  return !isSentence && !hasNoName && !isCutOff;
}
