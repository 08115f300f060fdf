/** An IMDb id in the form in which movies store it: "tt" and at least seven digits. Undefined for anything else. */
export function imdbId(text: string | undefined): string | undefined {
  const [, digits] = /^(?:tt)?0*(\d{1,10})$/i.exec(text?.trim() ?? '') ?? [];
  return digits === undefined ? undefined : `tt${digits.padStart(7, '0')}`;
}
