import { z } from 'zod';
import { minorDigits } from '#src/domain/kit/minor-digits.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { ProviderOutcome } from '#src/ports/provider-outcome.ts';
import { type Amazon, call } from './call.ts';
import { withoutBlock } from './without-block.ts';

/** An amount as Amazon writes it. */
export const amountShape = z.looseObject({ amount: z.number(), currencyCode: z.string() });

const fundsShape = z.looseObject({ availableFunds: amountShape });

/** What is left of the prepaid funds: at most one call a second, and always zero in the sandbox. */
export async function funds(amazon: Amazon): Promise<ProviderOutcome<{ available: Money }>> {
  const body = JSON.stringify({ partnerId: amazon.config.partnerId });
  const called = await call(amazon, 'GetAvailableFunds', { body, shape: fundsShape });
  if (called.kind === 'ok') return { kind: 'ok', available: moneyFrom(called.answer.availableFunds) };
  return called.kind === 'blocked' ? withoutBlock(called) : called;
}

export function moneyFrom({ amount, currencyCode }: z.infer<typeof amountShape>): Money {
  const decimal = amount.toFixed(minorDigits(currencyCode));
  return { amountMinor: BigInt(decimal.replace('.', '')), currency: currencyCode };
}
