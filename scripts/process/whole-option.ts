/** An option of the command line as a whole number. @throws naming the option and what it may be */
export function wholeOption(
  name: string,
  given: string | undefined,
  fallback: number,
  least: number,
  most: number,
): number {
  const value = Number(given ?? fallback);
  if (!Number.isSafeInteger(value) || value < least || value > most)
    throw new Error(`--${name} must be a whole number from ${least} to ${most}, got "${given}"`);
  return value;
}
