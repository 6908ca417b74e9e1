import type { ApprovalView } from '#src/domain/approval/approval.ts';
import type { LeftOver } from '#src/domain/budget/budget-state.ts';
import type { ReviewReason } from '#src/domain/budget/giving-rules.ts';
import type { Share } from '#src/domain/gift/gift.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { Refusal } from '#src/domain/outcome.ts';

/** What a giver is asked to confirm. `budget` is what would be left of it; undefined if there is none. */
export type GiverQuestion = {
  recognitionId: string;
  gifts: Share[];
  total: Money;
  budget: LeftOver | undefined;
  reviewReasons: ReviewReason[];
};

/** What a giver is told about their request. */
export type GiverUpdate =
  | { kind: 'refused'; refusal: Refusal }
  | {
      kind: 'issued';
      gifts: Share[];
      budget: LeftOver | undefined;
      /** How much longer the giver may take them back, in whole minutes. */
      undoMinutes: number;
      warnings: ReviewReason[];
    }
  /** Its people cannot be looked up now; it is tried again. */
  | { kind: 'delayed' }
  | ({ kind: 'question' } & GiverQuestion)
  /** The money is put aside until an approver decides. */
  | { kind: 'waiting'; approvalId: string; gifts: Share[]; reviewReasons: ReviewReason[] }
  | { kind: 'declined'; approval: ApprovalView }
  | { kind: 'cancelled'; isUnconfirmed: boolean };
