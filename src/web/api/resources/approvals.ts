import { z } from '@hono/zod-openapi';
import type { ApprovalView } from '#src/domain/approval/approval.ts';
import { done, type Outcome } from '#src/domain/outcome.ts';
import { APPROVAL_STATUSES } from '#src/domain/states.ts';
import { defineEndpoint } from '../kit/define-endpoint.ts';
import { Id, Instant, moneyBody, MoneySchema, plainText, timeBody } from '../kit/fields.ts';
import { notFound, pageFields, pageSchema, readPage } from '../kit/page.ts';

const KINDS = ['gift', 'funds', 'void', 'promo', 'reissue', 'close'] as const;

const Approval = z
  .strictObject({
    id: Id,
    kind: z.enum(KINDS),
    status: z.enum(APPROVAL_STATUSES),
    subjectId: Id.openapi({ description: 'What it is about: a recognition, a gift, a grant.' }),
    departmentId: Id,
    department: z.string(),
    requestedBy: Id,
    requester: z.string(),
    recipients: z.array(z.string()),
    amount: MoneySchema,
    message: z.string().openapi({ description: 'What the giver wrote with the gift.' }),
    reason: z.string().openapi({ description: 'Why a decision is needed.' }),
    requestedAt: Instant,
    expiresAt: Instant,
    decidedAt: Instant.nullable(),
    decidedBy: z.string().nullable(),
    decisionReason: z.string(),
  })
  .openapi('Approval');

function approvalBody(view: ApprovalView): z.input<typeof Approval> {
  return {
    id: view.id,
    kind: view.kind,
    status: view.status,
    subjectId: view.subjectId,
    departmentId: view.departmentId,
    department: view.departmentName,
    requestedBy: view.requestedBy,
    requester: view.requesterName,
    recipients: view.recipientNames,
    amount: moneyBody(view),
    message: view.message,
    reason: view.reason,
    requestedAt: timeBody(view.requestedAt),
    expiresAt: timeBody(view.expiresAt),
    decidedAt: timeBody(view.decidedAt),
    decidedBy: view.decidedByName,
    decisionReason: view.decisionReason,
  };
}

function approvalAnswer(outcome: Outcome<ApprovalView>): Outcome<z.input<typeof Approval>> {
  return outcome.ok ? done(approvalBody(outcome.value)) : outcome;
}

const listApprovals = defineEndpoint({
  name: 'listApprovals',
  method: 'get',
  path: '/v1/approvals',
  tag: 'Approvals',
  scope: 'approvals:read',
  summary: 'List what waits for a decision, the newest first',
  query: z.strictObject({
    ...pageFields,
    isOpen: z
      .enum(['true', 'false'])
      .default('true')
      .openapi({ description: '`false`: the decided ones too.' }),
  }),
  answer: pageSchema(Approval).openapi('ApprovalPage'),
  async run({ app }, { caller, query }) {
    const isOpen = query.isOpen === 'true';
    return readPage({
      name: 'approvals',
      query,
      list: (before, limit) => app.queries.approval.list(caller.person, { isOpen, page: { before, limit } }),
      idOf: ({ id }) => id,
      show: approvalBody,
    });
  },
});

const params = z.strictObject({ id: Id });

const getApproval = defineEndpoint({
  name: 'getApproval',
  method: 'get',
  path: '/v1/approvals/{id}',
  tag: 'Approvals',
  scope: 'approvals:read',
  summary: 'Show a request for approval',
  params,
  answer: Approval,
  async run({ app }, { caller, params: { id } }) {
    const view = await app.queries.approval.find(caller.person, id);
    return view ? done(approvalBody(view)) : notFound();
  },
});

const approve = defineEndpoint({
  name: 'approve',
  method: 'post',
  path: '/v1/approvals/{id}/approve',
  tag: 'Approvals',
  scope: 'approvals:write',
  summary: 'Approve it, as one of those who were asked',
  params,
  answer: Approval,
  async run({ app }, { caller: { person }, params: { id: approvalId } }) {
    return approvalAnswer(await app.approval.decide({ person, approvalId, decision: { kind: 'approve' } }));
  },
});

const decline = defineEndpoint({
  name: 'decline',
  method: 'post',
  path: '/v1/approvals/{id}/decline',
  tag: 'Approvals',
  scope: 'approvals:write',
  summary: 'Decline it, as one of those who were asked',
  params,
  body: z
    .strictObject({ reason: plainText(1_000).openapi({ description: 'The requester reads it.' }) })
    .openapi('Decline'),
  answer: Approval,
  async run({ app }, { caller: { person }, params: { id: approvalId }, body: { reason } }) {
    const decision = { kind: 'decline' as const, reason };
    return approvalAnswer(await app.approval.decide({ person, approvalId, decision }));
  },
});

export const approvalEndpoints = [listApprovals, getApproval, approve, decline];
