import type { TaxOccasion } from '#src/domain/gift/tax-class.ts';
import type { DayRange } from './day-range.ts';
import type { TaxGift } from './tax-amounts.ts';
import { type TaxLine, type TaxTotal, taxTotals } from './tax-lines.ts';
import type { TaxSetting } from './tax-setting.ts';

/** Who somebody is for payroll, today. */
export type TaxPerson = {
  name: string;
  employeeNumber: string | null;
  email: string | null;
  department: string;
};

export type TaxReportLine = TaxLine & { person: TaxPerson };

/**
 * What one gift card or gift has to be kept of for Canada: whom it went to, when, why, of what kind it was, how much, and where it can be
 * spent. `reason`, `card` and `shops` are empty where nobody said it; the log says that in words.
 */
export type CanadaGift = {
  giftId: string;
  name: string;
  personId: string;
  day: string;
  reason: string;
  occasion: TaxOccasion;
  card: string;
  amountMinor: bigint;
  currency: string;
  shops: string;
};

/** A time, what was said about it, and what comes of it. */
export type TaxReport = {
  days: DayRange;
  setting: TaxSetting;
  lines: TaxReportLine[];
  totals: TaxTotal[];
  canada: CanadaGift[];
};

/** What payroll adds to one person’s wages, in one currency. */
export type PayrollRow = {
  person: TaxPerson;
  personId: string;
  country: string;
  currency: string;
  wages: bigint;
  exempt: bigint;
  unknown: bigint;
  gifts: number;
  isGrossedUp: boolean;
};

/** A row for each person and currency. Guests get no wages, and who has nothing to be taxed needs no row. */
export function payrollRows(lines: readonly TaxReportLine[]): PayrollRow[] {
  const rows = new Map<string, PayrollRow>();
  for (const line of lines) {
    if (line.recipient === 'guest') continue;
    const { person, personId, country, currency } = line;
    const key = `${personId}|${currency}`;
    const none = { wages: 0n, exempt: 0n, unknown: 0n, gifts: 0, isGrossedUp: false };
    const known = rows.get(key) ?? { person, personId, country, currency, ...none };
    rows.set(key, {
      ...known,
      // Who moved in the meantime is where their newest gifts are.
      country: line.isCorrection ? known.country : country,
      wages: known.wages + line.wages,
      exempt: known.exempt + line.exempt,
      unknown: known.unknown + line.unknown,
      gifts: known.gifts + line.gifts,
      isGrossedUp: known.isGrossedUp || line.isGrossedUp,
    });
  }
  return [...rows.values()].filter(({ wages }) => wages !== 0n);
}

/** A guest in the US, and what they got in a calendar year, by currency. */
export type Us1099Row = {
  person: TaxPerson;
  personId: string;
  currency: string;
  amountMinor: bigint;
  thresholdMinor: bigint | null;
  /** Null where the threshold of the year is not known, or is in another currency. */
  isReached: boolean | null;
};

/** What people who are no employees got in the US in the report’s calendar year, most first. */
export function us1099Rows({ lines }: Pick<TaxReport, 'lines'>): Us1099Row[] {
  const rows = new Map<string, Us1099Row>();
  for (const { person, personId, recipient, country, currency, reported, use } of lines) {
    if (recipient !== 'guest' || country !== 'US') continue;
    const key = `${personId}|${currency}`;
    const none = { amountMinor: 0n, thresholdMinor: null, isReached: null };
    const known = rows.get(key) ?? { person, personId, currency, ...none };
    const amountMinor = known.amountMinor + reported;
    const thresholdMinor = use?.mostMinor ?? known.thresholdMinor;
    const isReached = thresholdMinor === null ? null : amountMinor >= thresholdMinor;
    rows.set(key, { ...known, amountMinor, thresholdMinor, isReached });
  }
  return [...rows.values()].toSorted((a, b) => (a.amountMinor < b.amountMinor ? 1 : -1));
}

/** Makes the report of a time out of its lines and the people in them, by name. */
export function taxReportOf(
  days: DayRange,
  setting: TaxSetting,
  {
    lines,
    people,
    canada,
  }: { lines: TaxLine[]; people: ReadonlyMap<string, TaxPerson>; canada: CanadaGift[] },
): TaxReport {
  const named = lines.flatMap((line) => {
    const person = people.get(line.personId);
    return person ? [{ ...line, person }] : [];
  });
  named.sort((a, b) => a.person.name.localeCompare(b.person.name) || (a.personId < b.personId ? -1 : 1));
  return { days, setting, lines: named, totals: taxTotals(lines), canada };
}

/** What needs a person’s eye before payroll gets the file: how many gifts’ lines, and whose. */
export type TaxTrouble = {
  kind: 'no-country' | 'no-rule' | 'other-currency' | 'no-number';
  /** The country without a rule, or whose limit is in another currency. */
  country: string;
  people: string[];
};

/** What we do not know, by kind and country; and who has something to be taxed and no number that payroll knows them by. */
export function taxTroubles(lines: readonly TaxReportLine[]): TaxTrouble[] {
  const troubles = new Map<string, TaxTrouble>();
  function add(kind: TaxTrouble['kind'], country: string, name: string): void {
    const key = `${kind}|${country}`;
    const known = troubles.get(key) ?? { kind, country, people: [] };
    if (!known.people.includes(name)) known.people.push(name);
    troubles.set(key, known);
  }
  for (const { why, country, person, recipient, wages } of lines) {
    if (why !== null) add(why, country, person.name);
    if (recipient === 'employee' && wages !== 0n && !person.employeeNumber) add('no-number', '', person.name);
  }
  return [...troubles.values()];
}

/** A gift as it is read, with what Canada’s log needs of it. */
export type ReadTaxGift = TaxGift & { person: TaxPerson; reason: string; card: string; shops: string };
