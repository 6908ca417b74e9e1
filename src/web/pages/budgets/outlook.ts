import type { ListedBudget } from '#src/app.ts';
import { type Forecast, forecast } from '#src/domain/budget/forecast.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';

/** A budget in minor units as a bar shows it: what was given, what waits for approval, and what is left, with what is on top. */
export type Outlook = ListedBudget & {
  givenMinor: bigint;
  reservedMinor: bigint;
  leftMinor: bigint;
  /** All of it: what the parts above come to. */
  wholeMinor: bigint;
  /** Undefined without a budget. */
  forecast: Forecast | undefined;
};

/** What a budget comes to at the pace so far. What is on top is spent last, so it counts as left. */
export function outlookOf(one: ListedBudget, now: Date): Outlook {
  const { state, period } = one;
  if (!state)
    return { ...one, givenMinor: 0n, reservedMinor: 0n, leftMinor: 0n, wholeMinor: 0n, forecast: undefined };
  const { grantedMinor, reservedMinor, topUpMinor } = state;
  const usedMinor = grantedMinor - state.leftMinor;
  const leftMinor = state.leftMinor + topUpMinor;
  const givenMinor = usedMinor > reservedMinor ? usedMinor - reservedMinor : 0n;
  return {
    ...one,
    givenMinor,
    reservedMinor,
    leftMinor,
    wholeMinor: grantedMinor + topUpMinor,
    forecast: forecast({ period, usedMinor, leftMinor }, now),
  };
}

/** Which part of its whole a budget has used, as a number for sorting: above one where it is overspent. */
export function usedShare({ leftMinor, wholeMinor }: Outlook): number {
  if (wholeMinor <= 0n) return leftMinor < 0n ? Number.POSITIVE_INFINITY : 0;
  return 1 - Number(leftMinor) / Number(wholeMinor);
}

export function amountOf(
  { locale }: Words,
  { department }: Pick<ListedBudget, 'department'>,
  amountMinor: bigint,
) {
  return formatMoney({ amountMinor, currency: department.currency }, locale);
}

/** What comes of it, in a sentence. */
export function forecastText(words: Words, one: Outlook): string {
  const { say } = words;
  const { forecast: found, isFrozen, department, period } = one;
  if (!found) return say('web.budgets.none');
  if (isFrozen) return say('web.budgets.frozenText');
  const until = words.date(period.end, department.timeZone);
  switch (found.kind) {
    case 'too-early':
      return say('web.budgets.tooEarly');
    case 'used-up':
      return say(one.leftMinor < 0n ? 'web.budgets.overspent' : 'web.budgets.usedUp', { until });
    case 'lasts':
      return say('web.budgets.lasts', { until, left: amountOf(words, one, found.leftMinor) });
    case 'runs-out':
      return say('web.budgets.runsOut', { on: words.date(found.at, department.timeZone) });
  }
}

/** What was given of what, what waits and what is left, in words beside its bar. */
export function partsText(words: Words, one: Outlook): string {
  const parts = {
    given: amountOf(words, one, one.givenMinor),
    whole: amountOf(words, one, one.wholeMinor),
    left: amountOf(words, one, one.leftMinor),
  };
  if (one.reservedMinor === 0n) return words.say('web.budgets.parts', parts);
  return words.say('web.budgets.partsHeld', { ...parts, reserved: amountOf(words, one, one.reservedMinor) });
}
