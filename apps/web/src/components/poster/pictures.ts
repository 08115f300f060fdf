/** Nobody looks closely at what stands behind words: half as many pixels do. */
export const backdropOf = (posterUrl?: string): string | undefined => posterUrl?.replace('/w342/', '/w185/');

/** Fetches a picture that is about to be shown. */
export function fetchPicture(url?: string): void {
  if (url) Object.assign(new Image(), { referrerPolicy: 'no-referrer', src: url });
}

/** As many posters as the window has room for behind the words of the welcome, and no more: each is a picture to fetch. */
export function wallInView(): { columns: number; rows: number } {
  const { innerWidth: width, innerHeight: height } = window;
  const [gap, overhang] = [15, 90];
  const poster = Math.max(142, 0.11 * width);
  // The words are on the left, and on a narrow window below.
  const [across, down] = width > 736 ? [0.68 * width + overhang, height] : [width + 2 * overhang, height / 2];
  const columns = Math.floor((across + gap) / (poster + gap));
  // The wall is turned, so its right side begins higher up.
  const rows = Math.ceil((down + overhang + 0.1 * width) / (1.5 * poster + gap));
  return { columns, rows };
}

/** As many posters of a row as are in view before it is scrolled. */
export function postersInRow(): number {
  const gap = 16;
  const poster = Math.min(158, 0.38 * window.innerWidth);
  return Math.ceil(window.innerWidth / (poster + gap));
}
