import { type RawBuilder, sql } from 'kysely';
import type { ApprovalKind } from '#src/domain/states.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';

/** An approval by its id; `where` narrows down the approvals `a`. */
export async function findApprovalView(
  db: Reader,
  { organizationId, id }: { organizationId: string; id: string },
  where: RawBuilder<boolean> = sql`true`,
): Promise<ApprovalView | undefined> {
  const [view] = await select(db, sql`a.organization_id = ${organizationId} and a.id = ${id} and ${where}`);
  return view;
}

/** Some approvals by their ids, in no order. */
export async function findApprovalViews(
  db: Reader,
  approvals: readonly { organizationId: string; id: string }[],
): Promise<ApprovalView[]> {
  if (approvals.length === 0) return [];
  const asked = sql`unnest(
    ${approvals.map(({ organizationId }) => organizationId)}::uuid[], ${approvals.map(({ id }) => id)}::uuid[])`;
  return select(db, sql`(a.organization_id, a.id) in (select * from ${asked})`);
}

/** Like `findApprovalView`, but throws when there is none. */
export async function getApprovalView(
  db: Reader,
  approval: { organizationId: string; id: string },
): Promise<ApprovalView> {
  const view = await findApprovalView(db, approval);
  if (!view) throw new Error(`there is no approval ${approval.id}`);
  return view;
}

/** The newest approval of a kind about a subject. */
export async function findApprovalAbout(
  db: Reader,
  about: { organizationId: string; kind: ApprovalKind; subjectId: string },
): Promise<ApprovalView | undefined> {
  const { organizationId, kind, subjectId } = about;
  const views = await select(
    db,
    sql`a.organization_id = ${organizationId} and a.kind = ${kind} and a.subject_id = ${subjectId}`,
  );
  return views.at(-1);
}

/** An organization's open approvals, oldest first; with `isOpen` false, all approvals ever. `where` as above. */
export async function listApprovalViews(
  db: Reader,
  { organizationId, isOpen, where }: { organizationId: string; isOpen: boolean; where: RawBuilder<boolean> },
): Promise<ApprovalView[]> {
  const open = isOpen ? sql`and a.status = 'open'` : sql``;
  return select(db, sql`a.organization_id = ${organizationId} ${open} and ${where}`);
}

async function select(db: Reader, where: ReturnType<typeof sql>): Promise<ApprovalView[]> {
  const { rows } = await sql<ApprovalView>`
    select a.organization_id as "organizationId", a.id, a.kind, a.status, a.subject_id as "subjectId",
           a.department_id as "departmentId", d.name as "departmentName", d.time_zone as "timeZone",
           a.requested_by as "requestedBy", requester.name as "requesterName", a.amount_minor as "amountMinor",
           a.currency, a.reason, a.requested_at as "requestedAt", a.expires_at as "expiresAt",
           a.asked_at as "askedAt", a.decided_at as "decidedAt", decider.name as "decidedByName",
           a.decision_reason as "decisionReason", coalesce(r.message, '') as message,
           array(select p.name
                   from gift g
                   join person p on p.organization_id = g.organization_id and p.id = g.recipient_id
                  where g.organization_id = a.organization_id
                    and ((a.kind = 'gift' and g.recognition_id = a.subject_id)
                         or (a.kind = 'void' and g.id = a.subject_id))
                  order by p.name) as "recipientNames"
      from approval a
      join department d on d.organization_id = a.organization_id and d.id = a.department_id
      join person requester on requester.organization_id = a.organization_id and requester.id = a.requested_by
      left join person decider on decider.organization_id = a.organization_id and decider.id = a.decided_by
      left join recognition r
        on r.organization_id = a.organization_id and a.kind <> 'void' and r.id = a.subject_id
     where ${where}
     order by a.requested_at, a.id`.execute(db);
  return rows;
}
