/** The articles that titles begin with, by language (ISO 639-1); one that ends in an apostrophe is written without a space. */
export const ARTICLES: Readonly<Record<string, readonly string[]>> = {
  en: ['the', 'a', 'an'],
  fr: ['le', 'la', 'les', "l'", 'un', 'une'],
  it: ['il', 'lo', 'la', 'gli', 'i', 'le', "l'", 'un'],
  es: ['el', 'la', 'los', 'las', 'un'],
  pt: ['o', 'a', 'os', 'as'],
  de: ['der', 'die', 'das', 'den', 'ein', 'eine'],
  nl: ['de', 'het'],
  da: ['den', 'det', 'de'],
};
