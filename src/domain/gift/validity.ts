import { Temporal } from 'temporal-polyfill';
import { foldText } from '#src/domain/kit/fold.ts';

/**
 * How long a gift has to stay claimable, by region. This is no legal advice: it holds what the sources below say, for a gift
 * whose recipient paid nothing for it where they tell that apart. Where they do not, the stricter reading stands. A region
 * that is not listed, or not known, asks for nothing.
 *
 * Sources:
 * - US: 75 FR 16580 (12 CFR 205.20, now 1005.20), five years; awards and promotions that say when they end are exempt.
 * - US-CA: California Civil Code 1749.5, no expiry; exempt if given under an award or loyalty programme without payment.
 * - CA: consumer laws of the provinces (consumerprotectionbc.ca, osler.com), no expiry; exempt if nobody paid for it.
 * - IE: Consumer Protection (Gift Vouchers) Act 2019, five years; loyalty and promotional vouchers are exempt. An employer’s
 *   award is not named, so it counts as bought.
 * - DE: BGB 195 and 199, three years from the end of the year of issue; a shorter term mostly does not hold.
 * - AU: Treasury Laws Amendment (Gift Cards) Act 2018 (accc.gov.au), three years; an employee reward scheme is exempt.
 * - IN: RBI Master Direction on prepaid payment instruments 2021, one year, with no exemption named.
 * - GB, JP, BR: no shortest term.
 */
const VALIDITY: readonly ValidityRule[] = [
  { region: 'US', since: '2010-08-22', law: '12 CFR 1005.20', purchased: { years: 5 } },
  { region: 'US-CA', since: '1997-01-01', law: 'California Civil Code 1749.5', purchased: 'for-good' },
  { region: 'CA', since: '2009-01-01', law: 'the provinces’ consumer laws', purchased: 'for-good' },
  {
    region: 'IE',
    since: '2019-12-02',
    law: 'the Consumer Protection (Gift Vouchers) Act 2019',
    purchased: { years: 5 },
    employer_award: { years: 5 },
  },
  {
    region: 'DE',
    since: '2002-01-01',
    law: 'BGB 195 and 199',
    purchased: { years: 3, fromYearEnd: true },
    employer_award: { years: 3, fromYearEnd: true },
    promo: { years: 3, fromYearEnd: true },
  },
  {
    region: 'AU',
    since: '2019-11-01',
    law: 'the Treasury Laws Amendment (Gift Cards) Act 2018',
    purchased: { years: 3 },
  },
  {
    region: 'IN',
    since: '2021-08-27',
    law: 'the RBI’s directions on prepaid payment instruments',
    purchased: { years: 1 },
    employer_award: { years: 1 },
    promo: { years: 1 },
  },
];

/** Where a gift's value comes from: the law tells apart what somebody bought and what was given. */
export type FundingSource = 'purchased' | 'employer_award' | 'promo';

/** The shortest term: some years from the day of issue or from the end of its year, or no end at all. */
type Term = { years: number; fromYearEnd?: true } | 'for-good';

/** `since`: the day from which on it is the law. Without a term for a funding source, the law asks for none. */
type ValidityRule = { region: string; since: string; law: string } & { [F in FundingSource]?: Term };

type Asked = { region: string; source: FundingSource; day: string };

/** What people files call some of these countries. */
const CALLED: Readonly<Record<string, string>> = {
  usa: 'US',
  'united states': 'US',
  california: 'US-CA',
  canada: 'CA',
  ireland: 'IE',
  germany: 'DE',
  deutschland: 'DE',
  deu: 'DE',
  australia: 'AU',
  india: 'IN',
};

/** A region as the table names it: `de`, `Germany` and `DE-BE` are `DE`, and what the table does not know stays as it is. */
export function regionCode(region: string): string {
  const folded = foldText(region);
  return CALLED[folded] ?? folded.toUpperCase().replaceAll('_', '-');
}

/** The law of a region, and of its country where it has none of its own, that a gift issued on a day is under. */
function ruleOf({ region, day }: Omit<Asked, 'source'>): ValidityRule | undefined {
  const code = regionCode(region);
  const [country] = code.split('-');
  const inForce = VALIDITY.filter(({ since }) => since <= day);
  return (
    inForce.findLast((rule) => rule.region === code) ?? inForce.findLast((rule) => rule.region === country)
  );
}

/** The least that a region asks for: in days that are enough whenever a gift is issued; null where it may not end at all. */
export type LeastClaim = { days: number | null; law: string };

/** The shortest time that gifts of this funding must stay claimable, from a day such as `2026-11-23` on; undefined if any is fine. */
export function leastClaim(asked: Asked): LeastClaim | undefined {
  const rule = ruleOf(asked);
  const term = rule?.[asked.source];
  if (!rule || !term) return undefined;
  return { days: term === 'for-good' ? null : enoughDays(term), law: rule.law };
}

/** Leap days included, and for a term that begins with the next year, the rest of the running one. */
function enoughDays({ years, fromYearEnd }: Exclude<Term, 'for-good'>): number {
  return Math.floor((years + (fromYearEnd ? 1 : 0)) * 365.25) + 1;
}

/** A gift to be issued on a day, which may be claimed for some days after it. `timeZone`: its recipient's. */
export type ClaimTerm = Asked & { days: number; timeZone: string };

/**
 * The instant from which on a gift can no longer be claimed: when its last day is over where its recipient is. The law's term
 * where that is longer; null where the law lets it have no end.
 */
export function claimByOf({ days, timeZone, ...asked }: ClaimTerm): Date | null {
  const issued = Temporal.PlainDate.from(asked.day);
  const term = ruleOf(asked)?.[asked.source];
  if (term === 'for-good') return null;
  const meant = issued.add({ days });
  const least = term ? lastDayOf(issued, term) : meant;
  const last = Temporal.PlainDate.compare(meant, least) < 0 ? least : meant;
  return new Date(last.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds);
}

function lastDayOf(
  issued: Temporal.PlainDate,
  { years, fromYearEnd }: Exclude<Term, 'for-good'>,
): Temporal.PlainDate {
  const from = fromYearEnd ? issued.with({ month: 12, day: 31 }) : issued;
  return from.add({ years });
}
