/**
 * The tags that speak to who reads a language, the best first: that itself, then the language anywhere, then that of any country. A country
 * counts where it can: who reads "pt-pt" is given "pt", and Brazil's Portuguese rather than English.
 *
 * @param wanted  in lower case, such as "pt-br"
 * @param there   such as "de", "pt-BR"
 */
export function tagsFor(wanted: string, there: readonly string[]): string[] {
  const [language] = wanted.split('-');
  const found = [
    ...there.filter((tag) => tag.toLowerCase() === wanted),
    ...there.filter((tag) => tag === language),
    ...there.filter((tag) => tag.startsWith(`${language}-`)),
  ];
  return [...new Set(found)];
}
