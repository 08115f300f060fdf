import type { Language } from './language.js';

const AS_CSV = 'speichere sie dort als CSV (UTF-8), und wähle diese Datei';
const AGAIN = 'Lade den Export noch einmal herunter.';

/** What is wrong with a file or with a row of it, as readers and the catalogue say it; `{}` stands for any words. */
const GERMAN: Record<string, string> = {
  'the file is empty': 'Die Datei ist leer.',
  'The file is too large.': 'Die Datei ist zu groß.',
  'The file takes too much memory to read.': 'Die Datei braucht zum Lesen zu viel Speicher.',
  'the file is too large to be read as a whole': 'Die Datei ist zu groß, um im Ganzen gelesen zu werden.',
  'it is too large when it is unpacked': 'Das Archiv ist entpackt zu groß.',
  'it holds more than {} files': 'Das Archiv enthält mehr als {} Dateien.',
  'a file in it is packed more densely than text can be':
    'Eine Datei im Archiv ist dichter gepackt, als Text es sein kann.',
  'the archive could not be unpacked: {}': 'Das Archiv ließ sich nicht entpacken.',
  'the archive holds no CSV, JSON or XML file': 'Im Archiv ist keine CSV-, JSON- oder XML-Datei.',
  'the file is JSON without a list of films in it':
    'Die Datei ist JSON, aber ohne eine Liste von Filmen darin.',
  'the file begins like JSON and is damaged: {}': `Die Datei beginnt wie JSON und ist beschädigt. ${AGAIN}`,
  'the file is XML without films in it': 'Die Datei ist XML, aber ohne Filme darin.',
  'the file begins like XML and is damaged: {}': `Die Datei beginnt wie XML und ist beschädigt. ${AGAIN}`,
  'the file has more than {} entries': 'Die Datei hat mehr als {} Einträge.',
  'the file has more than {} rows about films': 'Die Datei hat mehr als {} Zeilen über Filme.',
  'the header has {} columns, at most {} are read':
    'Die Kopfzeile hat {} Spalten, höchstens {} werden gelesen.',
  'the file is an Excel workbook: {}': `Die Datei ist eine Excel-Arbeitsmappe: Öffne sie, ${AS_CSV}.`,
  'the file is an OpenDocument spreadsheet: {}': `Die Datei ist eine OpenDocument-Tabelle: Öffne sie, ${AS_CSV}.`,
  'the file is a gzip archive: {}':
    'Die Datei ist ein gzip-Archiv: Entpacke es, und wähle die CSV-Datei darin.',
  'the file is a RAR archive: {}':
    'Die Datei ist ein RAR-Archiv: Entpacke es, und wähle die CSV-Datei darin.',
  'the file is a 7-Zip archive: {}':
    'Die Datei ist ein 7-Zip-Archiv: Entpacke es, und wähle die CSV-Datei darin.',
  'the file is a PDF document: {}': 'Die Datei ist ein PDF: Exportiere deine Bewertungen lieber als CSV.',
  'the file is a picture: {}': 'Die Datei ist ein Bild: Exportiere deine Bewertungen lieber als CSV.',
  'the file is no text: {}':
    'Die Datei ist kein Text: Exportiere deine Bewertungen als CSV, und wähle diese Datei.',
  'the file is a web page: {}':
    'Die Datei ist eine Webseite: Lade den Export noch einmal herunter, und melde dich dort vorher an, wenn es verlangt wird.',
  'the file is MovieLens’ list of movies: {}':
    'Die Datei ist die Filmliste von MovieLens: Wähle ratings.csv aus demselben Ordner.',
  'the file is MovieLens’ list of links: {}':
    'Die Datei ist die Linkliste von MovieLens: Wähle ratings.csv aus demselben Ordner.',
  'the file is a list of films of Letterboxd’s, {}':
    'Die Datei ist eine Filmliste von Letterboxd, die dort watched.csv, watchlist.csv oder likes/films.csv heißt: Lass ihr diesen Namen, oder wähle ratings.csv.',
  'the file is a list of Letterboxd’s: {}':
    'Die Datei ist eine Liste von Letterboxd: Wähle den ganzen Export oder ratings.csv darin.',
  'the file is Netflix’ thumbs, {}':
    'Die Datei enthält die Daumen von Netflix. Das sind keine Sterne; sie lassen sich nicht lesen.',
  'the file is Netflix’ viewing history, {}':
    'Die Datei ist der Verlauf von Netflix, und der enthält keine Bewertungen.',
  'unknown columns "{}"; expected one of: {}':
    'Die Spalten „{}“ kennen wir nicht; erwartet wird eins davon: {}',
  'has no rating': 'keine Bewertung',
  'has no rating, and is neither watched nor to be watched':
    'keine Bewertung, und weder gesehen noch auf der Merkliste',
  'is on a list that is neither history nor watchlist':
    'steht auf einer Liste, die weder Verlauf noch Merkliste ist',
  'has {} fields where the header has {}': 'hat {} Felder, die Kopfzeile hat {}',
  'belongs to user {}, the rows before it to user {}': 'gehört zu Nutzer {}, die Zeilen davor zu Nutzer {}',
  'belongs to user {}': 'gehört zu Nutzer {}',
  'is no film': 'kein Film',
  'is no film but "{}"': 'kein Film, sondern „{}“',
  'is a series or an episode, not a film': 'eine Serie oder eine Folge, kein Film',
  'is a like of a review or a list, not of a film':
    'das „Gefällt mir“ gilt einer Kritik oder einer Liste, keinem Film',
  'rating "{}" is not from 1 to 5 in steps of 0.5':
    'die Bewertung „{}“ liegt nicht zwischen 1 und 5 in halben Schritten',
  'rating "{}" is not a whole number from 1 to 10': 'die Bewertung „{}“ ist keine ganze Zahl von 1 bis 10',
  'rating "{}" is not from {} to {}': 'die Bewertung „{}“ liegt nicht zwischen {} und {}',
  '{} "{}" is not an id': '{} „{}“ ist keine Kennung',
  'has a title of more than {} characters': 'der Titel hat mehr als {} Zeichen',
  'has more than {} characters in a column': 'in einer Spalte stehen mehr als {} Zeichen',
  'opens a quote that is never closed; {}':
    'öffnet ein Anführungszeichen, das nie geschlossen wird; danach ließ sich nichts mehr lesen',
  'is too long, as if a quote were never closed; {}':
    'ist zu lang, als würde ein Anführungszeichen nie geschlossen; danach ließ sich nichts mehr lesen',
  'left out, as you chose': 'ausgelassen, wie du es wolltest',
  'no such film': 'diesen Film gibt es nicht',
  'the row has neither an id nor a title': 'die Zeile hat weder Kennung noch Titel',
  'several films fit: {}: a year would tell them apart':
    'mehrere Filme passen: {}; ein Jahr würde sie unterscheiden',
  'several films fit: {}': 'mehrere Filme passen: {}',
  'the catalogue has no film with {}': 'der Katalog hat keinen Film mit der Kennung {}',
  'the catalogue has no film "{}" ({}), only {}': 'im Katalog fehlt „{}“ ({}), es gibt nur {}',
  'the catalogue has no film "{}", only {}': 'im Katalog fehlt „{}“, es gibt nur {}',
  'the catalogue has no film "{}" ({})': 'im Katalog fehlt „{}“ ({})',
  'the catalogue has no film "{}"': 'im Katalog fehlt „{}“',
};

const PATTERNS = Object.entries(GERMAN).map(([english, german]) => ({
  pattern: new RegExp(`^${english.split('{}').map(literally).join('(.+?)')}$`, 'u'),
  german,
}));

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}

/**
 * What is wrong with a history, to a reader: it is said in English far from where a language is known, and kept so. A
 * sentence that is not known here stays as it is.
 */
export function historyText(sentence: string, language: Language): string {
  if (language !== 'de') return sentence;
  return inGerman(sentence) ?? afterName(sentence) ?? sentence;
}

function inGerman(sentence: string): string | undefined {
  for (const { pattern, german } of PATTERNS) {
    const found = pattern.exec(sentence);
    let at = 0;
    if (found) return german.replaceAll('{}', () => found[++at] ?? '');
  }
  return undefined;
}

/** In an archive the file's name stands before what is wrong with it. */
function afterName(sentence: string): string | undefined {
  const [, name, what] = /^(.{1,200}?): (.+)$/u.exec(sentence) ?? [];
  const german = what === undefined ? undefined : inGerman(what);
  return german && `${name}: ${german}`;
}
