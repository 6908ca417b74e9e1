import { z } from 'zod';
import { minorDigits } from '#src/domain/kit/minor-digits.ts';
import { type Money, toDecimal } from '#src/domain/kit/money.ts';
import { Secret } from '#src/domain/kit/secret.ts';
import type { RewardToOrder } from '#src/ports/rewards.ts';
import { type Amazon, call } from './call.ts';
import type { AmazonFailure } from './failure-of.ts';
import { requestIdOf } from './request-ids.ts';

/** `status` is Amazon's word for the state of the card. The code is here only while it is shown. */
export type AmazonCard = { gcId: string; claimCode: Secret; status: string; expiresAt?: Date };

const cardShape = z.looseObject({
  creationRequestId: z.string(),
  gcId: z.string().min(1),
  gcClaimCode: z.string().min(1),
  gcExpirationDate: z.string().nullish(),
  cardInfo: z.looseObject({
    cardStatus: z.string(),
    value: z.looseObject({ amount: z.number(), currencyCode: z.string() }).nullish(),
  }),
});

/** Asks for a card. The same request is answered with the same card, so this also reads the code of one that was bought. */
export async function createCard(
  amazon: Amazon,
  { key, face }: Pick<RewardToOrder, 'key' | 'face'>,
): Promise<{ kind: 'ok'; card: AmazonCard } | AmazonFailure> {
  const creationRequestId = requestIdOf(amazon.config, key);
  const ids = JSON.stringify({ creationRequestId, partnerId: amazon.config.partnerId }).slice(1, -1);
  const value = `{"currencyCode":${JSON.stringify(face.currency)},"amount":${toDecimal(face)}}`;
  const called = await call(amazon, 'CreateGiftCard', {
    body: `{${ids},"value":${value}}`,
    shape: cardShape,
  });
  if (called.kind === 'pending') throw new Error('Amazon has no pending cards');
  if (called.kind !== 'ok') return called;
  const { answer } = called;
  if (answer.creationRequestId !== creationRequestId || !isWorth(answer.cardInfo.value, face)) {
    return { kind: 'unknown', fault: 'Amazon answered with another card than the one that was ordered' };
  }
  return { kind: 'ok', card: cardOf(answer) };
}

function isWorth(value: { amount: number; currencyCode: string } | null | undefined, face: Money): boolean {
  if (!value) return true;
  return (
    value.currencyCode === face.currency &&
    value.amount.toFixed(minorDigits(face.currency)) === toDecimal(face)
  );
}

function cardOf({ gcId, gcClaimCode, gcExpirationDate, cardInfo }: z.infer<typeof cardShape>): AmazonCard {
  const expiresAt = new Date(gcExpirationDate ?? Number.NaN);
  return {
    gcId,
    claimCode: new Secret(gcClaimCode),
    status: cardInfo.cardStatus,
    ...(Number.isNaN(expiresAt.getTime()) ? {} : { expiresAt }),
  };
}
