import type { TaxOccasion, TaxRecipient } from '#src/domain/gift/tax-class.ts';

/** When the sources of the rules were read. */
export const TAX_RULES_READ_ON = '2026-11-28';

/**
 * What may stay free of tax. `over`: what happens to what goes over it: all of the time it is counted over is taxed, or only the gift
 * that goes over, or only the rest. `mostGifts`: how many gifts in that time, at most.
 */
export type TaxLimit = {
  amountMinor: bigint;
  currency: string;
  per: 'gift' | 'month' | 'year';
  over: 'all' | 'gift' | 'rest';
  mostGifts?: number;
};

/**
 * A gift is `wages` for payroll, `exempt` within a limit and wages above it, or `reported` to the tax office from so much a year on, by
 * somebody who is paid no wages. A threshold of null: nobody has told us that year’s.
 */
export type TaxTreatment =
  | { kind: 'wages' }
  | { kind: 'exempt'; limit: TaxLimit }
  | { kind: 'reported'; threshold: { amountMinor: bigint | null; currency: string } };

export type TaxRuleKey =
  | 'us-wages'
  | 'us-1099-2025'
  | 'us-1099-2026'
  | 'us-1099-2027'
  | 'gb-work'
  | 'gb-birthday'
  | 'de-month'
  | 'ca-work'
  | 'ca-year'
  | 'ie-year';

/** `since`: the first day whose gifts it is about. `source`: who says so. What it depends on besides is in words, by its key. */
export type TaxRule = {
  key: TaxRuleKey;
  country: string;
  recipient: TaxRecipient;
  occasions: readonly TaxOccasion[] | 'any';
  since: string;
  treatment: TaxTreatment;
  source: string;
};

const HMRC = 'HMRC on trivial benefits, as advisers quoted it in May 2026';
const SACHBEZUG =
  'the free limit for benefits in kind (Sachbezug), ZAG section 2(1) no. 10 and the BMF’s letter of 13 April 2021, as Haufe quotes them';
const CRA = 'the CRA on gifts, awards and gift cards, as RLB quotes it';

/**
 * What our sources say about gifts, by country, occasion and recipient. This is no advice: whether a rule fits is for the adviser of
 * whoever uses it. A rule begins with the day from which on its source holds or, where that names none, with the tax year in which it was
 * read. Where a class has no rule, we do not know, and say so. Rows are never changed: what is new is a row with a later day.
 */
export const TAX_RULES: readonly TaxRule[] = [
  {
    key: 'us-wages',
    country: 'US',
    recipient: 'employee',
    occasions: 'any',
    since: '2005-01-01',
    treatment: { kind: 'wages' },
    source: 'IRS Publication 15-B, and TAM 200437030 of 2004',
  },
  {
    key: 'us-1099-2025',
    country: 'US',
    recipient: 'guest',
    occasions: 'any',
    since: '2025-01-01',
    treatment: { kind: 'reported', threshold: { amountMinor: 60_000n, currency: 'USD' } },
    source: 'the IRS on Forms 1099-NEC and 1099-MISC: the threshold before 2026',
  },
  {
    key: 'us-1099-2026',
    country: 'US',
    recipient: 'guest',
    occasions: 'any',
    since: '2026-01-01',
    treatment: { kind: 'reported', threshold: { amountMinor: 200_000n, currency: 'USD' } },
    source: 'the IRS on Forms 1099-NEC and 1099-MISC: the threshold of 2026',
  },
  {
    key: 'us-1099-2027',
    country: 'US',
    recipient: 'guest',
    occasions: 'any',
    since: '2027-01-01',
    treatment: { kind: 'reported', threshold: { amountMinor: null, currency: 'USD' } },
    source: 'the IRS on Forms 1099-NEC and 1099-MISC: indexed from 2027 on',
  },
  {
    key: 'gb-work',
    country: 'GB',
    recipient: 'employee',
    occasions: ['work', 'anniversary'],
    since: '2026-04-06',
    treatment: { kind: 'wages' },
    source: HMRC,
  },
  {
    key: 'gb-birthday',
    country: 'GB',
    recipient: 'employee',
    occasions: ['birthday'],
    since: '2026-04-06',
    treatment: {
      kind: 'exempt',
      limit: { amountMinor: 5_000n, currency: 'GBP', per: 'gift', over: 'gift' },
    },
    source: HMRC,
  },
  {
    key: 'de-month',
    country: 'DE',
    recipient: 'employee',
    occasions: 'any',
    since: '2026-01-01',
    treatment: {
      kind: 'exempt',
      limit: { amountMinor: 5_000n, currency: 'EUR', per: 'month', over: 'all' },
    },
    source: SACHBEZUG,
  },
  {
    key: 'ca-work',
    country: 'CA',
    recipient: 'employee',
    occasions: ['work'],
    since: '2026-01-01',
    treatment: { kind: 'wages' },
    source: CRA,
  },
  {
    key: 'ca-year',
    country: 'CA',
    recipient: 'employee',
    occasions: ['birthday', 'holiday', 'life-event'],
    since: '2026-01-01',
    treatment: {
      kind: 'exempt',
      limit: { amountMinor: 50_000n, currency: 'CAD', per: 'year', over: 'rest' },
    },
    source: CRA,
  },
  {
    key: 'ie-year',
    country: 'IE',
    recipient: 'employee',
    occasions: 'any',
    since: '2025-01-01',
    treatment: {
      kind: 'exempt',
      limit: { amountMinor: 150_000n, currency: 'EUR', per: 'year', over: 'gift', mostGifts: 5 },
    },
    source: 'Irish Revenue (revenue.ie) on small benefits, from 2025 on',
  },
];

/** What a rule is looked up by: the class of a gift, and the day on which it counts. */
export type AskedTaxRule = { country: string; occasion: TaxOccasion; recipient: TaxRecipient; day: string };

/** The newest rule for a class on a day; undefined where we know none. */
export function findTaxRule({ country, occasion, recipient, day }: AskedTaxRule): TaxRule | undefined {
  return TAX_RULES.findLast((rule) => {
    const isAbout = rule.occasions === 'any' || rule.occasions.includes(occasion);
    return rule.country === country && rule.recipient === recipient && isAbout && rule.since <= day;
  });
}
