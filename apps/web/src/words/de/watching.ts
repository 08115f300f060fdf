import { countryName } from '../dates';
import { counted, number } from '../format';
import type { watching as english } from '../en/watching';

export const watching: typeof english = {
  services: 'Wo du Filme siehst',
  servicesWhat:
    'Was deine Dienste zeigen, ohne dass du für den Film selbst zahlst, wird eine Reihe deiner Startseite und ein Filter. Daten von JustWatch.',
  country: 'Land',
  mine: 'Meine Dienste',
  films: (count) => counted(count, 'Film', 'Filme'),
  save: 'Dienste speichern',
  saved: 'Deine Dienste sind gespeichert.',
  unknown:
    'Dieser Server weiß nicht, wo es Filme zu sehen gibt: Wer ihn betreibt, wählt mit WATCH_REGIONS die Länder.',
  filter: 'Wo zu sehen',
  onMine: 'Bei meinen Diensten',
  byJustWatch: 'Daten von JustWatch',
  onMineShort: 'bei meinen Diensten',
  choose: '<link>Wähle deine Dienste</link>, um zu sehen, was sie zeigen.',
  certifiedUpTo: 'Freigegeben bis',
  upToShort: (certification) => `bis ${certification}`,
  any: 'Egal',
  on: (services) => `Bei ${services}`,
  oneOfMine: 'Einer deiner Dienste',
  family: 'Familienmodus',
  familyWhat:
    'Zeigt nur Filme, die ein Land freigegeben hat, und nicht über das hinaus, was du wählst: in Listen, Reihen, bei der Suche und auf Filmseiten. Filme ohne seine Freigabe sind auch verborgen. Er beginnt und endet mit deinem Passwort.',
  familyOn: (certification, country) =>
    `An: Filme, die in ${countryName(country)} bis <strong>${certification}</strong> freigegeben sind.`,
  certifiedIn: 'Freigegeben in',
  upTo: 'Bis',
  begin: 'Familienmodus beginnen',
  end: 'Familienmodus beenden',
  isOn: 'Der Familienmodus ist an.',
  isOff: 'Der Familienmodus ist aus.',
  hides: 'Der Familienmodus verbirgt diesen Film',
  endsWithPassword: 'Der <link>Familienmodus</link> endet mit dem Passwort des Kontos.',
  library: {
    title: 'Was du zu Hause hast',
    what: 'Die Filme deines Jellyfin-Servers werden eine Reihe deiner Startseite und der Filter „Nur was ich zu Hause habe“.',
    yours: 'Deine Sammlung',
    read: (films, at) => `${counted(films, 'Film', 'Filme')}, gelesen am ${at}`,
    unknown: (films) => `${number(films)} weitere sind hier nicht bekannt`,
    isRead: 'wird gerade gelesen',
    problem: (why) => `Beim letzten Versuch nicht lesbar: ${why}.`,
    forget: 'Vergessen',
    forgotten: 'Deine Sammlung ist vergessen.',
    address: 'Adresse deines Jellyfin-Servers',
    addressHint: 'Wie dieser Dienst ihn erreicht, etwa https://jellyfin.example.com',
    key: 'API-Schlüssel',
    keyHint: 'In Jellyfin: Dashboard, API-Schlüssel. Er wird verschlüsselt aufbewahrt.',
    use: 'Diese Sammlung verwenden',
    only: 'Nur was ich zu Hause habe',
    onlyInChip: 'nur was ich habe',
  },
};
