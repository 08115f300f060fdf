import { useState } from 'react';

/**
 * The words of a search field that the address holds too. While somebody types, the field leads and the address
 * follows, however late it comes; at any other time the address leads.
 */
export function useTypedWords(inAddress: string, onType: (words: string) => void) {
  const [words, setWords] = useState(inAddress);
  const [typing, setTyping] = useState(false);
  const [seen, setSeen] = useState(inAddress);
  if (!typing && inAddress !== seen) {
    setSeen(inAddress);
    if (words.trim() !== inAddress) setWords(inAddress);
  }
  return {
    words,
    field: {
      value: words,
      onFocus: () => setTyping(true),
      onBlur: () => setTyping(false),
      onChange: (event: { target: { value: string } }) => {
        setWords(event.target.value);
        onType(event.target.value.trim());
      },
    },
  };
}
