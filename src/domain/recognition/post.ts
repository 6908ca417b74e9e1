import type { Money } from '#src/domain/kit/money.ts';

/** What a post says of a recognition. It has no codes and no balances, and says how much it was only where that is wanted. */
export type PostedRecognition = {
  recognitionId: string;
  giverName: string;
  /** Those whose gifts were not taken back; none where all were. */
  recipientNames: string[];
  /** For each of them; null where others need not know. */
  money: Money | null;
  message: string;
  applause: number;
};

/** What a post says of a thank-you. */
export type PostedThanks = { recipientName: string; giverName: string; words: string };
