import type { LateReturn } from '#src/domain/budget/late-returns.ts';
import type { ApprovalKind, ApprovalStatus } from '#src/domain/states.ts';

/** An approval as people read it. */
export type ApprovalView = {
  organizationId: string;
  id: string;
  kind: ApprovalKind;
  status: ApprovalStatus;
  subjectId: string;
  departmentId: string;
  departmentName: string;
  timeZone: string;
  requestedBy: string;
  requesterName: string;
  /** Who would get the money or has the gift; empty for a request for funds. */
  recipientNames: string[];
  amountMinor: bigint;
  currency: string;
  /** What the giver wrote with the gift. */
  message: string;
  /** Why a decision is needed. */
  reason: string;
  requestedAt: Date;
  expiresAt: Date;
  /** Null when there was nobody to ask. */
  askedAt: Date | null;
  decidedAt: Date | null;
  decidedByName: string | null;
  decisionReason: string;
  /** Where money went that it brought back after the period that had paid it was over. */
  late?: LateReturn | undefined;
};
