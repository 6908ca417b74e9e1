import { z } from '@hono/zod-openapi';
import type { Money } from '#src/domain/kit/money.ts';
import { isCurrency } from '#src/domain/kit/money.ts';

/** An id of ours. */
export const Id = z.uuid().openapi({ example: '0199b1c6-0f1e-7a52-b0c5-2f1d7c1f3c11' });

/** An instant, as texts are read. */
export const Instant = z.iso
  .datetime({ offset: true })
  .openapi({ format: 'date-time', example: '2026-11-16T10:00:00Z' });

/** What people typed or read: no control of databases, no half characters. */
export function plainText(most: number) {
  return z
    .string()
    .max(most)
    .refine((text) => text.isWellFormed() && !text.includes('\0'), 'holds characters that cannot be kept');
}

export const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/u)
  .refine(isCurrency, 'is no currency of ISO 4217')
  .openapi({ example: 'USD' });

/** At least one, in the currency's smallest unit. */
export const AmountMinor = z
  .int()
  .min(1)
  .openapi({ description: 'In the currency’s smallest unit, such as cents.', example: 2500 });

export const MoneySchema = z
  .strictObject({
    amountMinor: z
      .int()
      .openapi({ description: 'In the currency’s smallest unit, such as cents.', example: 2500 }),
    currency: z.string().openapi({ example: 'USD' }),
  })
  .openapi('Money');

/** An amount as a number of JSON. @throws when one could not hold it: no amount of ours is so large. */
export function minorOf(amountMinor: bigint): number {
  const number = Number(amountMinor);
  if (!Number.isSafeInteger(number)) throw new Error('an amount is too large for JSON');
  return number;
}

export function moneyBody({ amountMinor, currency }: Money) {
  return { amountMinor: minorOf(amountMinor), currency };
}

export function timeBody(at: Date): string;
export function timeBody(at: Date | null): string | null;
export function timeBody(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}

/** What may be missing: null then. A schema with a name would lose its own with `nullable`. */
export function orNull<T extends z.ZodType>(schema: T) {
  return z.union([schema, z.null()]);
}
