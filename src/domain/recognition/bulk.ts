import type { Refusal } from '#src/domain/outcome.ts';

/** One gift of a list. `key` names it: the same key gives once, whoever asks and however often. */
export type BulkGift = {
  key: string;
  recipientId: string;
  /** The department whose budget pays. */
  departmentId: string;
  /** A plain decimal, in `currency`. */
  amount: string;
  currency: string;
  occasion: string;
  message: string;
};

/** What came of a gift: given now, waiting for an approval, asked for before by its key and left as it was, or refused. */
export type BulkOutcome =
  | { status: 'given' | 'waiting' | 'before' }
  | { status: 'refused'; refusal: Refusal };

/** A batch that gave some of the same gifts: how many of those asked about, and when it took in the last of them. */
export type OtherBatch = { batch: string; rows: number; lastAt: Date };
