import { z } from '@hono/zod-openapi';
import type { GiftShare, UndoneGifts } from '#src/domain/gift/gift.ts';
import { done, type Outcome } from '#src/domain/outcome.ts';
import type { Words } from '#src/words/words.ts';
import { Id, moneyBody, MoneySchema } from '../kit/fields.ts';
import { ProblemSchema } from '../kit/problem.ts';
import { apiProblemOf } from '../kit/api-problem-of.ts';

const share = { giftId: Id, recipient: z.string(), amount: MoneySchema };

/** Which gifts were taken back, and which were not and why. */
export const UndoneSchema = z
  .strictObject({
    undone: z.array(z.strictObject(share)),
    kept: z.array(z.strictObject({ ...share, problem: ProblemSchema })),
  })
  .openapi('Undone');

export function undoAnswer(
  words: Words,
  outcome: Outcome<UndoneGifts>,
): Outcome<z.input<typeof UndoneSchema>> {
  if (!outcome.ok) return outcome;
  const { undone, kept } = outcome.value;
  return done({
    undone: undone.map(shareBody),
    kept: kept.map(({ refusal, ...gift }) => ({ ...shareBody(gift), problem: apiProblemOf(words, refusal) })),
  });
}

function shareBody({ giftId, recipientName: recipient, money }: GiftShare) {
  return { giftId, recipient, amount: moneyBody(money) };
}
