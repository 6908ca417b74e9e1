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
  /** Who would get the money, or has the gift; empty for a request for funds. */
  recipientNames: string[];
  amountMinor: bigint;
  currency: string;
  /** What the giver wrote with the gift. */
  message: string;
  /** Why it is asked. */
  reason: string;
  requestedAt: Date;
  expiresAt: Date;
  /** Null when nobody was there to be asked. */
  askedAt: Date | null;
  decidedAt: Date | null;
  decidedByName: string | null;
  decisionReason: string;
};
