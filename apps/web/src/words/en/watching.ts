import { countryName } from '../dates';
import { counted, number } from '../format';
import { words } from '../words';

/** Services that show films, certifications, family mode. */
export const watching = words('watching', {
  services: 'Where you watch',
  servicesWhat:
    'What your services show without paying for the film itself becomes a row of your home page and a filter. Data by JustWatch.',
  country: 'Country',
  mine: 'My services',
  films: (count: number) => counted(count, 'film', 'films'),
  save: 'Save services',
  saved: 'Your services are saved.',
  unknown:
    'This server does not know where films can be watched: who runs it chooses countries with WATCH_REGIONS.',
  filter: 'Watching',
  onMine: 'On my services',
  byJustWatch: 'data by JustWatch',
  onMineShort: 'on my services',
  choose: '<link>Choose your services</link> to see what they show.',
  certifiedUpTo: 'Certified up to',
  upToShort: (certification: string) => `up to ${certification}`,
  any: 'Any',
  on: (services: string) => `On ${services}`,
  oneOfMine: 'One of your services',
  family: 'Family mode',
  familyWhat:
    'Shows only films that a country has certified, and not beyond what you choose: in lists, rows, search and on film pages. Films without its certification are hidden too. It begins and ends with your password.',
  familyOn: (certification: string, country: string) =>
    `On: films certified up to <strong>${certification}</strong> in ${countryName(country)}.`,
  certifiedIn: 'Certified in',
  upTo: 'Up to',
  begin: 'Begin family mode',
  end: 'End family mode',
  isOn: 'Family mode is on.',
  isOff: 'Family mode is off.',
  hides: 'Family mode hides this film',
  endsWithPassword: '<link>Family mode</link> ends with the password of the account.',
  library: {
    title: 'What you have at home',
    what: 'The films of your Jellyfin server get a row on your home page, and the filter “Only what I have at home”.',
    yours: 'Your library',
    read: (films: number, at: string) => `${counted(films, 'film', 'films')}, read ${at}`,
    unknown: (films: number) => `${number(films)} more are not known here`,
    isRead: 'is being read',
    problem: (why: string) => `Could not be read when last tried: ${why}.`,
    forget: 'Forget',
    forgotten: 'Your library is forgotten.',
    address: 'Address of your Jellyfin server',
    addressHint: 'As this service reaches it, such as https://jellyfin.example.com',
    key: 'API key',
    keyHint: 'In Jellyfin: Dashboard, API Keys. It is kept encrypted.',
    use: 'Use this library',
    only: 'Only what I have at home',
    onlyInChip: 'only what I have',
  },
});
