import { payBack } from '../book.ts';
import { beginOf, dayAfter, dayAt } from '../calendar.ts';
import { COMPANY } from '../company.ts';
import { departmentOf, type Gift, type Model, rulesOf } from '../model.ts';
import { isCardNow } from '../store.ts';
import { nowOf, type Step, step } from './step.ts';

/** When a gift that is issued now ends: when so many days after today are over where its recipient is. */
export function claimByOf(
  model: Model,
  { request, recipient }: Pick<Gift, 'request' | 'recipient'>,
  at: number,
): number | undefined {
  const { claimDays } = rulesOf(model, departmentOf(request));
  if (claimDays === undefined) return undefined;
  const { department } = COMPANY[recipient];
  const { timeZone } = department === 'People' ? model : model.books[department];
  return beginOf(dayAfter(dayAt(at, timeZone), claimDays + 1), timeZone);
}

export function isClaimable({ status, claimBy = Infinity }: Gift, at: number): boolean {
  return status === 'issued' && claimBy > at;
}

/** The worker comes for every gift, twice: what nobody claimed in time comes back once. */
export function expireGifts(): Step {
  return step('the worker comes for gifts that end', async (model, real) => {
    const at = nowOf(real);
    for (const gift of [...model.gifts, ...model.gifts]) {
      await real.core.app.gift.advanceClaim(gift.giftId);
      if (gift.status !== 'issued' || isClaimable(gift, at) || isCardNow(gift)) continue;
      payBack(model.books[departmentOf(gift.request)], gift, at);
      gift.status = 'expired';
    }
  });
}
