import type { TaxRecipient } from '#src/domain/gift/tax-class.ts';
import type { DayRange } from './day-range.ts';
import {
  type JudgedGift,
  judgeGifts,
  NO_PARTS,
  type TaxGift,
  type TaxParts,
  type TaxUnknown,
  windowOf,
} from './tax-amounts.ts';
import type { TaxRule, TaxRuleKey } from './tax-rules.ts';
import { dayBefore, taxSettingOn, type TaxSettings } from './tax-setting.ts';

/** How much of what a rule allows is used by the end of the time. `leftMinor` is null where the year’s threshold is not known. */
export type TaxUse = {
  per: 'gift' | 'month' | 'year';
  usedMinor: bigint;
  mostMinor: bigint | null;
  leftMinor: bigint | null;
  gifts: number;
  mostGifts: number | undefined;
};

/**
 * What a pay period says about one person’s gifts that one rule treats, in one currency. `isCorrection`: they counted in an earlier period,
 * and came back or are treated differently since; that period stays as it was. `gifts`: how many there are.
 */
export type TaxLine = TaxParts & {
  personId: string;
  recipient: TaxRecipient;
  country: string;
  currency: string;
  rule: TaxRuleKey | null;
  why: TaxUnknown | null;
  isCorrection: boolean;
  gifts: number;
  isGrossedUp: boolean;
  use: TaxUse | null;
};

/**
 * What a time says: how gifts are treated at its end, less how they were treated before it began. So what is said once stays, times that
 * follow on each other add up, and what changes is corrected in the time in which it changes.
 */
export function taxLines(
  gifts: readonly TaxGift[],
  { from, to }: DayRange,
  settings: TaxSettings,
): TaxLine[] {
  const lines: TaxLine[] = [];
  for (const own of byPerson(gifts).values()) {
    const after = judgeGifts(own, to, settings);
    const before = judgeGifts(own, dayBefore(from), settings);
    const found = new Map<string, TaxLine>();
    for (const gift of own) {
      const [now, then] = [after.get(gift.giftId), before.get(gift.giftId)];
      const parts = minus(now ?? NO_PARTS, then ?? NO_PARTS);
      const judged = now ?? then;
      if (!judged || isNothing(parts)) continue;
      const line = lineOf(judged, then !== undefined);
      const key = [line.country, line.recipient, line.currency, line.rule, line.why, line.isCorrection].join(
        '|',
      );
      const known = found.get(key) ?? line;
      found.set(key, { ...known, ...plus(known, parts), gifts: known.gifts + 1 });
    }
    const isGrossedUp = taxSettingOn(settings, to).isGrossedUp;
    for (const line of found.values()) {
      lines.push({ ...line, isGrossedUp: isGrossedUp && line.wages !== 0n, use: useOf(line, after, to) });
    }
  }
  return lines;
}

function byPerson(gifts: readonly TaxGift[]): Map<string, TaxGift[]> {
  const people = new Map<string, TaxGift[]>();
  for (const gift of gifts) {
    const own = people.get(gift.personId);
    if (own) own.push(gift);
    else people.set(gift.personId, [gift]);
  }
  return people;
}

function lineOf({ gift, rule, why }: JudgedGift, isCorrection: boolean): TaxLine {
  const { personId, recipient, country, currency } = gift;
  const whose = { personId, recipient, country, currency, rule: rule?.key ?? null, why: why ?? null };
  return { ...NO_PARTS, ...whose, isCorrection, gifts: 0, isGrossedUp: false, use: null };
}

/** What the gifts of the line’s kind come to in the month or year that the time ends in. */
function useOf(line: TaxLine, after: ReadonlyMap<string, JudgedGift>, to: string): TaxUse | null {
  const alike = [...after.values()].filter(({ gift, rule, why }) => {
    const isAlike = gift.country === line.country && gift.recipient === line.recipient;
    return isAlike && gift.currency === line.currency && rule !== undefined && why === undefined;
  });
  const rule = alike.findLast((judged) => judged.rule?.key === line.rule)?.rule;
  if (rule?.treatment.kind === 'reported') return thresholdUse(line, rule, alike, to);
  if (rule?.treatment.kind !== 'exempt') return null;
  const { limit } = rule.treatment;
  if (limit.per === 'gift') return null;
  const counted = alike.filter(({ gift, day, rule: own }) => {
    return own?.treatment.kind === 'exempt' && windowOf(gift, day, limit) === windowOf(gift, to, limit);
  });
  const usedMinor = counted.reduce((sum, { exempt }) => sum + exempt, 0n);
  return {
    per: limit.per,
    usedMinor,
    mostMinor: limit.amountMinor,
    leftMinor: limit.amountMinor - usedMinor,
    gifts: counted.length,
    mostGifts: limit.mostGifts,
  };
}

function thresholdUse(
  { currency }: TaxLine,
  { treatment }: TaxRule,
  alike: readonly JudgedGift[],
  to: string,
): TaxUse | null {
  if (treatment.kind !== 'reported' || treatment.threshold.currency !== currency) return null;
  const counted = alike.filter(({ day }) => day.slice(0, 4) === to.slice(0, 4));
  const usedMinor = counted.reduce((sum, { reported }) => sum + reported, 0n);
  const { amountMinor: mostMinor } = treatment.threshold;
  const leftMinor = mostMinor === null ? null : mostMinor > usedMinor ? mostMinor - usedMinor : 0n;
  return { per: 'year', usedMinor, mostMinor, leftMinor, gifts: counted.length, mostGifts: undefined };
}

export function plus(a: TaxParts, b: TaxParts): TaxParts {
  return {
    wages: a.wages + b.wages,
    exempt: a.exempt + b.exempt,
    reported: a.reported + b.reported,
    unknown: a.unknown + b.unknown,
  };
}

function minus(a: TaxParts, b: TaxParts): TaxParts {
  return {
    wages: a.wages - b.wages,
    exempt: a.exempt - b.exempt,
    reported: a.reported - b.reported,
    unknown: a.unknown - b.unknown,
  };
}

function isNothing({ wages, exempt, reported, unknown }: TaxParts): boolean {
  return wages === 0n && exempt === 0n && reported === 0n && unknown === 0n;
}

/** What all lines of a currency come to, and that of each. */
export type TaxTotal = TaxParts & { currency: string; people: number };

/** The totals of a time, a row for each currency. */
export function taxTotals(lines: readonly TaxLine[]): TaxTotal[] {
  const currencies = [...new Set(lines.map(({ currency }) => currency))].toSorted();
  return currencies.map((currency) => {
    const same = lines.filter((line) => line.currency === currency);
    const people = new Set(same.map(({ personId }) => personId)).size;
    return { currency, people, ...same.reduce(plus, NO_PARTS) };
  });
}
