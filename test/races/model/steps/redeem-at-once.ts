import type { Wish } from '../model.ts';
import { give } from './give.ts';
import { type Step, step } from './step.ts';
import { redeem } from './take-back.ts';

/** Somebody gives, and the last who gets something redeems it at once. */
export function giveAndRedeem(wish: Wish): Step {
  const giving = give(wish, true);
  return step(`${String(giving)} and it is redeemed`, async (model, real) => {
    const before = model.gifts.length;
    await giving.run(model, real);
    if (model.gifts.length > before) await redeem(0).run(model, real);
  });
}
