import type { TaxReport, TaxReportLine } from '#src/app.ts';
import type { DayRange } from '#src/domain/report/day-range.ts';
import type { CanadaGift, TaxTrouble } from '#src/domain/report/tax-report.ts';
import type { TaxRule, TaxRuleKey } from '#src/domain/report/tax-rules.ts';
import { toDecimal } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';
import { moneyText, whenText } from './spend-texts.ts';

/** A country by its name; what nobody said is said so. */
export function countryText({ say, locale }: Words, country: string): string {
  if (country === '') return say('web.tax.noCountry');
  return new Intl.DisplayNames(locale, { type: 'region' }).of(country) ?? country;
}

export function ruleText({ say }: Words, rule: TaxRuleKey | null): string {
  return say(`web.tax.rule.${rule ?? 'none'}`);
}

/** `−$5.00`: below zero by a sign that reads as one. */
export function signedText(words: Words, amountMinor: bigint, currency: string): string {
  return amountMinor < 0n
    ? `−${moneyText(words, -amountMinor, currency)}`
    : moneyText(words, amountMinor, currency);
}

/** What a time comes to, in one sentence. */
export function taxTitle(words: Words, { days, totals }: Pick<TaxReport, 'days' | 'totals'>): string {
  const when = whenText(words, days);
  const taxable = totals.filter(({ wages }) => wages !== 0n);
  if (taxable.length === 0) return words.say('web.tax.nothing', { when });
  const texts = taxable.map(({ currency, wages }) => signedText(words, wages, currency));
  const amounts = new Intl.ListFormat(words.locale, { type: 'conjunction' }).format(texts);
  return words.say('web.tax.title', { amounts, when });
}

/** How much of a limit is used, in words; empty where there is none. */
export function useText(words: Words, { use, currency }: TaxReportLine): string {
  if (!use) return '';
  const used = moneyText(words, use.usedMinor, currency);
  if (use.mostMinor === null) return words.say('web.tax.usedOnly', { used });
  const most = moneyText(words, use.mostMinor, currency);
  const { mostGifts, gifts, per } = use;
  return mostGifts === undefined
    ? words.say(per === 'month' ? 'web.tax.usedOf.month' : 'web.tax.usedOf.year', { used, most })
    : words.say('web.tax.usedGifts', { used, most, gifts, mostGifts });
}

/** What a rule allows. */
export function treatmentText(words: Words, { treatment }: TaxRule): string {
  const { say } = words;
  switch (treatment.kind) {
    case 'wages':
      return say('web.tax.limit.wages');
    case 'reported': {
      const { amountMinor, currency } = treatment.threshold;
      if (amountMinor === null) return say('web.tax.limit.reportedUnknown');
      return say('web.tax.limit.reported', { amount: moneyText(words, amountMinor, currency) });
    }
    case 'exempt': {
      const { amountMinor, currency, per, mostGifts } = treatment.limit;
      const amount = moneyText(words, amountMinor, currency);
      return mostGifts === undefined
        ? say(`web.tax.limit.${per}`, { amount })
        : say('web.tax.limit.yearGifts', { amount, gifts: mostGifts });
    }
  }
}

const MOST_NAMES = 8;

export function taxTroubleText(words: Words, { kind, country, people }: TaxTrouble): string {
  const { say } = words;
  const shown = people.slice(0, MOST_NAMES).join(', ');
  const more = people.length - MOST_NAMES;
  const names = more > 0 ? say('web.tax.andMore', { names: shown, count: more }) : shown;
  return say(`web.tax.trouble.${kind}`, {
    names,
    count: people.length,
    country: countryText(words, country),
  });
}

/** The six things that Canada’s log holds of a card. None of them is ever empty: what nobody said is said so. */
export type CanadaSix = {
  name: string;
  day: string;
  reason: string;
  type: string;
  amount: string;
  shops: string;
};

export function canadaSix({ say }: Words, gift: CanadaGift): CanadaSix {
  const { name, personId, day, reason, occasion, card, shops, currency } = gift;
  return {
    name: name.trim() || say('web.tax.canada.noName', { id: personId }),
    day,
    reason:
      reason.trim() || say('web.tax.canada.noReason', { occasion: say(`web.tax.occasion.${occasion}`) }),
    type: card.trim() === '' ? say('web.tax.canada.balance') : say('web.tax.canada.card', { card }),
    amount: `${toDecimal(gift)} ${currency}`,
    shops: shops.trim() || say('web.tax.canada.noShops', { currency }),
  };
}

/** The days of a pay period, for a list to choose from. */
export function payPeriodText(words: Words, { from, to }: DayRange): string {
  const format = new Intl.DateTimeFormat(words.locale, { dateStyle: 'medium', timeZone: 'UTC' });
  return format.formatRange(new Date(from), new Date(to));
}
