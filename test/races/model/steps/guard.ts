import { expect } from 'vitest';
import type { Who } from '../company.ts';
import { isCardNow } from '../store.ts';
import { kindOf, pickFrom, type Step, step } from './step.ts';

const WHY_NOT = {
  reserved: 'not-given-yet',
  issued: 'done',
  redeemed: 'already-redeemed',
  bought: 'already-redeemed',
  reversed: 'already-redeemed',
  voided: 'gift-withdrawn',
  expired: 'gift-expired',
} as const;

/** Its recipient has lost a gift's code, or somebody saw it. */
export function reportCode(back: number): Step {
  return step(`the code of gift ${back} back is reported`, async (model, { core, people }) => {
    const gift = pickFrom(model.gifts, back, ({ status }) => status === 'issued');
    if (!gift) return;
    const { giftId, recipient } = gift;
    const outcome = await core.app.gift.reportCode({ person: people[recipient], giftId });

    const isCard = gift.status === 'issued' && isCardNow(gift);
    expect(kindOf(outcome)).toBe(isCard ? 'gift-is-card' : WHY_NOT[gift.status]);
    if (outcome.ok) gift.isReported = true;
  });
}

/** Priya of HR freezes somebody's wallet, or unfreezes it. */
export function freezeWallet(owner: Who, isFrozen: boolean): Step {
  return step(
    `${isFrozen ? 'freeze' : 'unfreeze'} the wallet of ${owner}`,
    async (model, { core, people }) => {
      const ownerId = people[owner].id;
      const asked = { person: people.priya, ownerId, isFrozen, reason: 'to be safe' };
      const outcome = await core.app.wallet.freeze(asked);

      const isChanged = model.frozen.has(owner) !== isFrozen;
      expect(outcome).toEqual({ ok: true, value: { isChanged } });
      if (isFrozen) model.frozen.add(owner);
      else model.frozen.delete(owner);
    },
  );
}
