import type { ApprovalView } from '#src/domain/approval/approval.ts';
import type { LeftOver } from '#src/domain/budget/budget-state.ts';
import type { ReviewReason } from '#src/domain/budget/giving-rules.ts';
import type { ReturnedShare, Share } from '#src/domain/gift/gift.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { Refusal } from '#src/domain/outcome.ts';

/** What a giver is asked to confirm. `budget` is what would be left of it; undefined if there is none. */
export type GiverQuestion = {
  recognitionId: string;
  gifts: Share[];
  total: Money;
  budget: LeftOver | undefined;
  reviewReasons: ReviewReason[];
  /** Others will read of it, unless the giver keeps them from it. */
  isPosted?: boolean;
};

/** What a giver is told about their request. */
export type GiverUpdate =
  | { kind: 'refused'; refusal: Refusal }
  | {
      kind: 'issued';
      gifts: Share[];
      /** The names of those who have yet to choose the gift card that theirs is. */
      toChoose?: readonly string[];
      budget: LeftOver | undefined;
      /** How much longer the giver may take them back, in whole minutes. */
      undoMinutes: number;
      /** When that time is over; missing when it is. */
      undoUntil?: Date;
      warnings: ReviewReason[];
    }
  /** Some of its gifts were taken back since. */
  | { kind: 'taken-back'; undone: ReturnedShare[]; kept: Share[] }
  /** Its people cannot be looked up now; it is tried again. */
  | { kind: 'delayed' }
  | ({ kind: 'question' } & GiverQuestion)
  /** The money is put aside until an approver decides. */
  | { kind: 'waiting'; approvalId: string; gifts: Share[]; reviewReasons: ReviewReason[] }
  | { kind: 'declined'; approval: ApprovalView }
  | { kind: 'cancelled'; isUnconfirmed: boolean };
