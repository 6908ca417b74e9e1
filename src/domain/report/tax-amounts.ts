import type { TaxOccasion, TaxRecipient } from '#src/domain/gift/tax-class.ts';
import { findTaxRule, type TaxLimit, type TaxRule } from './tax-rules.ts';
import { type TaxBasis, taxSettingOn, type TaxSettings } from './tax-setting.ts';

/** How a gift came back: before it was redeemed, or out of its recipient’s wallet. */
export type TaxBack = 'voided' | 'expired' | 'reversed';

/**
 * A gift with its class, and what became of it: when it was given, when its recipient had it, when it came back. Instants order the gifts
 * of one day; days are those of its own time zone.
 */
export type TaxGift = {
  giftId: string;
  personId: string;
  recipient: TaxRecipient;
  country: string;
  occasion: TaxOccasion;
  currency: string;
  amountMinor: bigint;
  issued: TaxMoment;
  received: TaxMoment | null;
  back: (TaxMoment & { kind: TaxBack }) | null;
};

export type TaxMoment = { at: Date; day: string };

/** Why we do not know how a gift is taxed. `other-currency`: the limit is in another one, and nothing is converted. */
export type TaxUnknown = 'no-country' | 'no-rule' | 'other-currency';

/** An amount by how it is treated, minor units. */
export type TaxParts = { wages: bigint; exempt: bigint; reported: bigint; unknown: bigint };

export const NO_PARTS: TaxParts = { wages: 0n, exempt: 0n, reported: 0n, unknown: 0n };

/** A gift that counts, by which rule, and how. */
export type JudgedGift = TaxParts & {
  gift: TaxGift;
  day: string;
  rule: TaxRule | undefined;
  why?: TaxUnknown;
};

/** On which basis a gift counts: the one that held when it was given, for good, so that no gift counts twice or never. */
function basisOf({ issued }: TaxGift, settings: TaxSettings): TaxBasis {
  return taxSettingOn(settings, issued.day).basis;
}

/** When a gift counts for tax, if it does by now. */
export function momentOf(gift: TaxGift, settings: TaxSettings): TaxMoment | null {
  return basisOf(gift, settings) === 'issue' ? gift.issued : gift.received;
}

/**
 * How one person’s gifts are treated by the end of a day, by their ids. Nothing that comes later is looked at, so that a day’s figures are
 * the same whenever one asks for them.
 */
export function judgeGifts(
  gifts: readonly TaxGift[],
  day: string,
  settings: TaxSettings,
): Map<string, JudgedGift> {
  const counted = gifts.flatMap((gift) => {
    const moment = momentOf(gift, settings);
    const isBack = gift.back !== null && gift.back.day <= day;
    return moment === null || moment.day > day || isBack ? [] : [{ gift, moment }];
  });
  counted.sort((a, b) => inOrder(a.moment, b.moment) || (a.gift.giftId < b.gift.giftId ? -1 : 1));
  const limited = new Map<string, Limited[]>();
  const judged = new Map<string, JudgedGift>();
  for (const { gift, moment } of counted) {
    const rule = findTaxRule({ ...gift, day: moment.day });
    const found: JudgedGift = { ...NO_PARTS, gift, day: moment.day, rule };
    judged.set(gift.giftId, found);
    const { treatment } = rule ?? {};
    if (!treatment) Object.assign(found, unknown(gift, gift.country === '' ? 'no-country' : 'no-rule'));
    else if (treatment.kind === 'wages') found.wages = gift.amountMinor;
    else if (treatment.kind === 'reported') found.reported = gift.amountMinor;
    else if (treatment.limit.currency !== gift.currency)
      Object.assign(found, unknown(gift, 'other-currency'));
    else {
      const { limit } = treatment;
      const key = windowOf(gift, moment.day, limit);
      limited.set(key, [...(limited.get(key) ?? []), { judged: found, limit }]);
    }
  }
  for (const window of limited.values()) divide(window);
  return judged;
}

function inOrder(a: TaxMoment, b: TaxMoment): number {
  return a.at.getTime() - b.at.getTime();
}

function unknown({ amountMinor }: TaxGift, why: TaxUnknown): Partial<JudgedGift> {
  return { unknown: amountMinor, why };
}

/** What is counted against one limit: a month’s gifts, a year’s, or each on its own. */
export function windowOf(
  { giftId, country, recipient, currency }: TaxGift,
  day: string,
  { per }: TaxLimit,
): string {
  const time = per === 'gift' ? giftId : day.slice(0, per === 'month' ? 7 : 4);
  return [country, recipient, currency, time].join('|');
}

type Limited = { judged: JudgedGift; limit: TaxLimit };

/** Says of the gifts that share a limit, in the order in which they came, what of each is within it. */
function divide(window: readonly Limited[]): void {
  const total = window.reduce((sum, { judged }) => sum + judged.gift.amountMinor, 0n);
  let used = 0n;
  for (const [index, { judged, limit }] of window.entries()) {
    const { amountMinor } = judged.gift;
    judged.exempt = withinLimit(amountMinor, { limit, used, total, index });
    judged.wages = amountMinor - judged.exempt;
    used += judged.exempt;
  }
}

function withinLimit(
  amountMinor: bigint,
  { limit, used, total, index }: { limit: TaxLimit; used: bigint; total: bigint; index: number },
): bigint {
  const left = limit.amountMinor - used;
  switch (limit.over) {
    case 'all':
      return total <= limit.amountMinor ? amountMinor : 0n;
    case 'gift':
      return amountMinor <= left && index < (limit.mostGifts ?? Infinity) ? amountMinor : 0n;
    case 'rest':
      return amountMinor < left ? amountMinor : left;
  }
}
