/** Four decimals tell any two finds apart. */
export function score4(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}
