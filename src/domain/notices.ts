import type { StoredMoney } from './outcome.ts';

/** What a notice tells, with what its message needs and its subject's row does not say. It never holds a code. */
export type NoticeBody =
  /** Its subject is the approval. */
  | { kind: 'approval.asked' | 'approval.reminder' | 'approval.decided'; detail: Record<string, never> }
  /** Its subject is the budget's account. `until` is an ISO instant, `percent` one of the thresholds. */
  | {
      kind: 'budget.alert';
      detail: {
        department: string;
        percent: number;
        granted: StoredMoney;
        left: StoredMoney;
        until: string;
        timeZone: string;
      };
    }
  /** Its subject is the gift. `giver` is a name. */
  | { kind: 'gift.undone' | 'gift.voided'; detail: { giver: string; money: StoredMoney; reason: string } };

/** A decision to make or a reminder of it, what was decided, how full a budget is, a gift taken back. */
export type NoticeKind = NoticeBody['kind'];
