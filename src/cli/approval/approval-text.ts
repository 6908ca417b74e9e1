import { approvalSubject } from '#src/chat/cards/approval-card.ts';
import type { Core } from '#src/process/open-core.ts';
import { tableText } from '#src/cli/kit/table.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';

const COLUMNS = ['Id', 'Asked by', 'What', 'Paid by', 'Status', 'Until'].map((title) => ({ title }));

/** Approvals as columns of text. */
export function approvalTable({ words }: Core, approvals: readonly ApprovalView[]): string {
  const rows = approvals.map((approval) => [
    approval.id,
    approval.requesterName,
    approvalSubject(words, approval),
    approval.departmentName,
    approval.status,
    `${approval.expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
  ]);
  return tableText(COLUMNS, rows);
}

/** An approval for programs: amounts as strings of minor units, instants in ISO. */
export function approvalJson(approval: ApprovalView) {
  const { id, kind, status, requesterName, recipientNames, departmentName, amountMinor, currency } = approval;
  const { message, reason, requestedAt, expiresAt, decidedAt, decidedByName, decisionReason, late } =
    approval;
  return {
    id,
    kind,
    status,
    requestedBy: requesterName,
    recipients: recipientNames,
    department: departmentName,
    amountMinor,
    currency,
    message,
    reason,
    requestedAt,
    expiresAt,
    decidedAt,
    decidedBy: decidedByName,
    decisionReason,
    late,
  };
}
