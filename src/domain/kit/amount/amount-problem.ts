import type { TypedAmount } from '#src/domain/kit/money.ts';

/** Why a text is not one amount of money. Decimals are plain, such as `1000.50`. */
export type AmountProblem = { typed: string } & (
  | { why: 'not-an-amount' | 'in-words' | 'several-numbers' | 'two-currencies' }
  | { why: 'negative' | 'rough' | 'a-total' | 'hidden-order' | 'zero' | 'too-large' }
  /** What it may mean, both ways. */
  | { why: 'unclear'; one: string; other: string }
  /** What it comes to, if it is worked out as people mean it. */
  | { why: 'worked-out'; reading: string }
  | { why: 'unknown-unit'; unit: string }
  | { why: 'wrong-currency'; given: string; expected: string }
  | { why: 'too-fine'; digits: number; currency: string }
);

/** A text read as an amount, or why it is none. */
export type ParsedAmount = { ok: true; amount: TypedAmount } | { ok: false; problem: AmountProblem };
