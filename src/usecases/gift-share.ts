import type { Money } from '#src/domain/money.ts';

/** One recipient's share of a request. */
export type Share = { recipientName: string; money: Money };
