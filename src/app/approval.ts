import { findApproval } from '#src/db/queries/approval/find-approval.ts';
import { listApprovalsToDecide } from '#src/db/queries/approval/list-approvals-to-decide.ts';
import { listApprovals } from '#src/db/queries/approval/list-approvals.ts';
import { listDelegations } from '#src/db/queries/approval/list-delegations.ts';
import { advanceApproval } from '#src/usecases/approval/advance-approval.ts';
import { decideApproval } from '#src/usecases/approval/decide-approval.ts';
import { delegateApprovals } from '#src/usecases/approval/delegate-approvals.ts';
import { endDelegations } from '#src/usecases/approval/end-delegations.ts';
import { listApprovers } from '#src/usecases/approval/list-approvers.ts';
import { makeApprovalLink } from '#src/usecases/approval/make-approval-link.ts';
import { openApprovalLink } from '#src/usecases/approval/open-approval-link.ts';
import { requestFunds } from '#src/usecases/approval/request-funds.ts';
import { requestReissue } from '#src/usecases/approval/request-reissue.ts';
import { requestVoid } from '#src/usecases/approval/request-void.ts';
import { withdrawApproval } from '#src/usecases/approval/withdraw-approval.ts';
import { from, fromDb } from './from.ts';

export const approvalUseCases = {
  advance: advanceApproval,
  decide: decideApproval,
  delegate: delegateApprovals,
  endDelegations,
  makeLink: makeApprovalLink,
  openLink: openApprovalLink,
  requestFunds,
  requestReissue,
  requestVoid,
  withdraw: withdrawApproval,
};

export const approvalQueries = {
  find: fromDb('approval', findApproval),
  list: fromDb('approval', listApprovals),
  listApprovers: from('policy', listApprovers),
  listToDecide: fromDb('approval', listApprovalsToDecide),
  listDelegations: fromDb('approval', listDelegations),
};

export type { ApprovalDecision } from '#src/usecases/approval/decide-approval.ts';
export type { DepartmentApprovers } from '#src/usecases/approval/list-approvers.ts';
