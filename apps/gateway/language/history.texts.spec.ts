import { describe, expect, it } from '@jest/globals';
import { historyText } from './history.texts.js';

describe('what is wrong with a history', () => {
  it.each([
    [
      'the file is an Excel workbook: open it, save it as CSV (UTF-8) there and choose that file',
      'Die Datei ist eine Excel-Arbeitsmappe: Öffne sie, speichere sie dort als CSV (UTF-8), und wähle diese Datei.',
    ],
    ['the catalogue has no film "Twins" (1988)', 'im Katalog fehlt „Twins“ (1988)'],
    ['the catalogue has no film "Up", only Up (2009)', 'im Katalog fehlt „Up“, es gibt nur Up (2009)'],
    ['rating "11" is not from 0.5 to 5', 'die Bewertung „11“ liegt nicht zwischen 0.5 und 5'],
    ['ratings.csv: the file is empty', 'ratings.csv: Die Datei ist leer.'],
    ['something new', 'something new'],
  ])('is said in German, as far as it is known: %s', (english, german) => {
    expect(historyText(english, 'de')).toBe(german);
    expect(historyText(english, 'en')).toBe(english);
  });
});
