/**
 * The certification that says most to somebody: their own country's, else that of the United States, else the first.
 *
 * @param certifications by ISO 3166-1 code
 * @param locales of the browser, the preferred one first
 */
export function certificationFor(
  locales: readonly string[],
  certifications: Record<string, string> = {},
): { country: string; text: string } | undefined {
  const regions = locales.map((locale) => new Intl.Locale(locale).region);
  const country = [...regions, 'US', ...Object.keys(certifications)].find(
    (code) => code !== undefined && code in certifications,
  );
  return country === undefined ? undefined : { country, text: certifications[country] };
}
