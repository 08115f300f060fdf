/**
 * What identifies a person: the name in lower case without accents, words joined by hyphens
 * ("Denis Villeneuve" → "denis-villeneuve"). The sources give no ids of their own that agree with each other,
 * so two people of one name are one here.
 *
 * @returns empty when the name has neither letters nor digits
 */
export function personId(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’`.]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/gu, '');
}
