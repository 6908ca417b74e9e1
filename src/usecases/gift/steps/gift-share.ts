import type { Money } from '#src/domain/kit/money.ts';

/** One recipient's share of a request. */
export type Share = { recipientName: string; money: Money };
