import { foldText } from '#src/domain/kit/fold.ts';
import { regionCode } from './validity.ts';

/** What a gift is given for, as far as tax tells occasions apart. */
export const TAX_OCCASIONS = ['work', 'birthday', 'anniversary', 'holiday', 'life-event'] as const;
export type TaxOccasion = (typeof TAX_OCCASIONS)[number];

/** Whether its recipient works here. */
export type TaxRecipient = 'employee' | 'guest';

/**
 * How tax sees a gift, fixed when it is given. `country`: two letters, empty where nobody said it. `timeZone`: by whose clocks it falls
 * into a pay period and a year.
 */
export type TaxClass = { country: string; occasion: TaxOccasion; timeZone: string };

/** Where a person is: their department’s region and time zone. */
export type TaxHome = { region: string; timeZone: string };

/**
 * The class of a gift. A person's own region goes before their department's. Guests are in a department only because somebody there
 * gave them something, so it says nothing about where they live.
 */
export function taxClassOf({
  isGuest,
  region,
  home,
  occasion,
}: {
  isGuest: boolean;
  region: string;
  home: TaxHome;
  occasion: string;
}): TaxClass {
  const where = region !== '' || isGuest ? region : home.region;
  return { country: countryOf(where), occasion: taxOccasionOf(occasion), timeZone: home.timeZone };
}

/** What people write for these occasions. */
const CALLED: Readonly<Record<Exclude<TaxOccasion, 'work'>, readonly string[]>> = {
  birthday: ['birthday', 'happy birthday', 'birthday gift', 'geburtstag'],
  anniversary: [
    'anniversary',
    'work anniversary',
    'service anniversary',
    'long service',
    'jubilee',
    'dienstjubiläum',
  ],
  holiday: [
    'holiday',
    'holidays',
    'happy holidays',
    'christmas',
    'xmas',
    'new year',
    'lunar new year',
    'easter',
    'diwali',
    'eid',
    'hanukkah',
    'thanksgiving',
    'weihnachten',
  ],
  'life-event': ['wedding', 'marriage', 'birth', 'baby', 'new baby', 'new child', 'adoption', 'get well'],
};

const OCCASIONS: ReadonlyMap<string, TaxOccasion> = new Map(
  TAX_OCCASIONS.flatMap((occasion) =>
    occasion === 'work' ? [] : CALLED[occasion].map((word) => [foldText(word), occasion] as const),
  ),
);

/** What is not known as another occasion was given for work: that is the reading under which the fewest exemptions apply. */
export function taxOccasionOf(occasion: string): TaxOccasion {
  return OCCASIONS.get(foldText(occasion)) ?? 'work';
}

/** Two letters that ICU has a name for, and that are no country. */
const NO_COUNTRIES: ReadonlySet<string> = new Set(['EU', 'EZ', 'QO', 'QU', 'UN', 'XA', 'XB', 'ZZ']);

/** What people files call some countries besides their English names. */
const ALSO_CALLED: Readonly<Record<string, string>> = {
  'GREAT BRITAIN': 'GB',
  ENGLAND: 'GB',
  SCOTLAND: 'GB',
  WALES: 'GB',
  'NORTHERN IRELAND': 'GB',
  'UNITED STATES OF AMERICA': 'US',
};

let known: ReadonlyMap<string, string> | undefined;

/** The country that a region is or is in: `GB` for `uk`, `gb-sct` and `United Kingdom`; empty where it says none. */
export function countryOf(region: string): string {
  if (region === '') return '';
  known ??= listCountries();
  const code = regionCode(region);
  const [country = ''] = code.split('-');
  return known.get(code) ?? known.get(country) ?? '';
}

/** Countries by their codes, former ones too, and by what they are called. */
function listCountries(): ReadonlyMap<string, string> {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const countries = new Map(Object.entries(ALSO_CALLED));
  for (const code of listCodes()) {
    const name = names.of(code);
    if (name === undefined || NO_COUNTRIES.has(code)) continue;
    const country = currentCode(code);
    countries.set(code, country);
    countries.set(foldText(name).toUpperCase(), country);
  }
  return countries;
}

/** `GB` for `UK`, `DE` for `DD`. */
function currentCode(code: string): string {
  const [locale = ''] = Intl.getCanonicalLocales(`und-${code}`);
  return locale.slice('und-'.length);
}

function listCodes(): string[] {
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCodePoint(65 + index));
  return letters.flatMap((first) => letters.map((second) => first + second));
}
