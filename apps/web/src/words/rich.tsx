import { Fragment, type ReactNode } from 'react';

interface RichProps {
  /** `Rate a few films, or <link>bring your history</link>.` */
  text: string;
  /** What stands for each tag. */
  parts: Record<string, (words: string) => ReactNode>;
}

/** A text with parts that are more than text, as links are: each language puts them where they belong. */
export function Rich({ text, parts }: RichProps) {
  const pieces = text.split(/<(\w+)>(.*?)<\/\1>/u);
  return pieces.map((piece, at) => {
    if (at % 3 === 0) return piece;
    return at % 3 === 2 && <Fragment key={at}>{parts[pieces[at - 1]]?.(piece) ?? piece}</Fragment>;
  });
}
