/** Nobody looks closely at what stands behind words: half as many pixels do. */
export const backdropOf = (posterUrl?: string): string | undefined => posterUrl?.replace('/w342/', '/w185/');

/** Fetches a picture that is about to be shown. */
export function fetchPicture(url?: string): void {
  if (url) Object.assign(new Image(), { referrerPolicy: 'no-referrer', fetchPriority: 'high', src: url });
}

interface Wall {
  columns: number;
  rows: number;
  /** Places of those that catch the eye: of the second row, which is whole in view on every window, and of the first. */
  eyeCatchers: number[];
}

/** As many posters as the window has room for behind the words of the welcome, and no more: each is a picture to fetch. */
export function wallInView(): Wall {
  const { innerWidth: width, innerHeight: height } = window;
  const [gap, header, overhang] = [15, 61, { aside: 90, above: 60 }];
  const isNarrow = width <= 736;
  // The words are on the left, and on a narrow window below, where they leave nothing of the wall to be seen.
  const across = isNarrow ? width + 2 * overhang.aside : 0.68 * width + overhang.aside;
  const down = Math.max(height - header, 522) * (isNarrow ? 0.52 : 1);
  const columns = Math.floor((across + gap) / (Math.max(142.5, 0.11 * width) + gap));
  const rowHeight = 1.5 * ((across + gap) / columns - gap) + gap;
  // The wall is turned by five degrees, so its right side begins and ends higher up.
  const turned = across * 0.044;
  const rows = Math.ceil((overhang.above + down + turned) / rowHeight);
  return { columns, rows, eyeCatchers: [columns + 1, 1] };
}

/** As many posters of a row as are in view before it is scrolled. */
export function postersInRow(): number {
  const gap = 16;
  const poster = Math.min(158, 0.38 * window.innerWidth);
  return Math.ceil(window.innerWidth / (poster + gap));
}
