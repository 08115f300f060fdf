import { createHash } from 'node:crypto';

/** What is embedded for a movie: its title and its plot. Movies without a plot have no plot vector. */
export function plotText(movie: { title: string; overview?: string }): string | undefined {
  return movie.overview === undefined ? undefined : `${movie.title}. ${movie.overview}`;
}

/** The bytes of a {@link plotHash}. */
export const plotHashBytes = 16;

/**
 * The key of a plot's vector: it changes when the text or the model does.
 *
 * @returns the first 16 bytes of sha256(model id, line feed, text) as 32 hexadecimal digits
 */
export function plotHash(modelId: string, text: string): string {
  return createHash('sha256')
    .update(`${modelId}\n${text}`)
    .digest('hex')
    .slice(0, 2 * plotHashBytes);
}
