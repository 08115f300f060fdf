import { number } from '../format';
import { words } from '../words';

/** Log-in and registration. */
export const entry = words('entry', {
  emailMissing: 'Your e-mail address is missing.',
  passwordMissing: 'Your password is missing.',
  ended: 'Your session has ended. Log in again and you are back where you were.',
  email: 'E-mail',
  password: 'Password',
  loggingIn: 'Logging in…',
  newHere: 'New here? <register>Make an account</register>',
  noEmail: 'That is not an e-mail address.',
  tooShort: (characters: number) => `Use ${number(characters)} characters or more.`,
  whatItKeeps: 'It keeps your ratings, and nothing you don’t give it.',
  name: 'Name (optional)',
  passwordHint: (characters: number) => `${number(characters)} characters or more; a few words are best.`,
  making: 'Making it…',
  make: 'Make my account',
  haveOne: 'Already have one? <login>Log in</login>',
});
