import { number } from '../format';
import type { entry as english } from '../en/entry';

export const entry: typeof english = {
  emailMissing: 'Es fehlt noch deine E-Mail-Adresse.',
  passwordMissing: 'Es fehlt noch dein Passwort.',
  ended: 'Deine Sitzung ist zu Ende. Melde dich wieder an, und du bist da, wo du warst.',
  email: 'E-Mail-Adresse',
  password: 'Passwort',
  loggingIn: 'Du wirst angemeldet …',
  newHere: 'Neu hier? <register>Leg ein Konto an</register>',
  noEmail: 'Das ist keine E-Mail-Adresse.',
  tooShort: (characters) => `Nimm mindestens ${number(characters)} Zeichen.`,
  whatItKeeps: 'Es merkt sich deine Bewertungen und sonst nichts, was du ihm nicht gibst.',
  name: 'Name (wenn du magst)',
  passwordHint: (characters) => `Mindestens ${number(characters)} Zeichen; am besten ein paar Wörter.`,
  making: 'Wird angelegt …',
  make: 'Mein Konto anlegen',
  haveOne: 'Du hast schon eins? <login>Melde dich an</login>',
};
