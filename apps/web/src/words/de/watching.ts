import { counted, countryName } from '../format';
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
};
