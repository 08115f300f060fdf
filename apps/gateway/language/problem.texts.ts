import { type AppError, ERRORS, type ErrorCode } from '#contracts/protocol/app.error.js';
import { historyText } from './history.texts.js';
import type { Language } from './language.js';

/** What an error means, where English says no more than that either. */
const GERMAN: Record<ErrorCode, string> = {
  validation_failed: 'Die Anfrage ist nicht gültig.',
  malformed_json: 'Der Inhalt ist kein gültiges JSON.',
  unknown_movie: 'Ein Film in der Anfrage existiert nicht.',
  unreadable_file: 'Die Datei ließ sich nicht lesen.',
  address_refused: 'Diese Adresse ist hier nicht erlaubt.',
  address_unreachable: 'Von dieser Adresse kommt keine Antwort.',
  invalid_credentials: 'E-Mail-Adresse oder Passwort stimmt nicht.',
  unauthorized: 'Dafür musst du angemeldet sein.',
  session_ended: 'Die Sitzung ist zu Ende. Melde dich wieder an.',
  wrong_password: 'Das Passwort stimmt nicht.',
  email_unverified: 'Der Anbieter hat deine E-Mail-Adresse nicht bestätigt.',
  sign_in_refused: 'Die Anmeldung beim Anbieter zählt nicht. Fang noch einmal an.',
  sign_in_again: 'Melde dich noch einmal an, damit klar ist, dass du es bist.',
  foreign_origin: 'Das lässt sich nicht von einer anderen Website aus anfragen.',
  beyond_limit: 'Der Familienmodus verbirgt diesen Film.',
  scope_missing: 'Dieser Token erlaubt das nicht.',
  movie_not_found: 'Diesen Film gibt es nicht.',
  import_not_found:
    'Diesen Import gibt es nicht, oder er ist zu alt, um ihn auszuführen oder zurückzunehmen.',
  person_not_found: 'So heißt hier niemand.',
  row_not_found: 'Diese Reihe gibt es auf der Seite nicht.',
  entry_not_found: 'Diesen Eintrag gibt es nicht.',
  route_not_found: 'Unter dieser Adresse gibt es nichts.',
  method_not_allowed: 'Diese Adresse nimmt diese Methode nicht an.',
  request_timeout: 'Die Anfrage kam nicht rechtzeitig an.',
  email_taken: 'Mit dieser E-Mail-Adresse gibt es schon ein Konto.',
  identity_taken: 'Diese Anmeldung gehört schon zu einem anderen Konto.',
  password_needed: 'Leg zuerst ein Passwort fest: Ohne eins öffnet nichts mehr dieses Konto.',
  limit_reached: 'Mehr davon sind nicht erlaubt. Entferne erst etwas.',
  request_in_progress: 'Die erste Anfrage mit diesem Schlüssel läuft noch.',
  payload_too_large: 'Die Anfrage ist zu groß.',
  unsupported_media_type: 'Diese Art von Inhalt wird hier nicht angenommen.',
  idempotency_key_reused: 'Dieser Schlüssel gehört schon zu einer anderen Anfrage.',
  headers_too_large: 'Die Kopfzeilen der Anfrage sind zu groß.',
  too_many_requests: 'Zu viele Anfragen. Versuch es später noch einmal.',
  internal_error: 'Bei uns ist etwas schiefgegangen.',
  service_unavailable: 'Ein Teil des Systems ist nicht erreichbar. Versuch es gleich noch einmal.',
  provider_unreachable:
    'Der Anbieter der Anmeldung antwortet nicht. Versuch es gleich noch einmal, oder nimm dein Passwort.',
  plot_search_unavailable: 'Die Suche in den Handlungen ist nicht erreichbar. Versuch es gleich noch einmal.',
};

/**
 * What an error says to a reader. Sentences that say more than the error's code does are made where no language is known,
 * and are English; in another language the code's own sentence stands for them.
 */
export function problemText({ code, message }: AppError, language: Language): string {
  if (language !== 'de') return message || ERRORS[code][1];
  if (code !== 'unreadable_file') return GERMAN[code];
  // What is wrong with a file is what its owner needs to know.
  const told = historyText(message, language);
  return told === message ? GERMAN[code] : told;
}
