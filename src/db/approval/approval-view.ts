import { type RawBuilder, sql } from 'kysely';
import { findLateReturns } from '#src/db/gift/late-returns.ts';
import { sumReturns } from '#src/domain/budget/late-returns.ts';
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

/** A page, the newest first. `before`: the id of the last one of the page before. */
export type ApprovalSlice = { before?: string | undefined; limit: number };

type Listed = {
  organizationId: string;
  isOpen: boolean;
  where: RawBuilder<boolean>;
  page?: ApprovalSlice | undefined;
};

/** An organization's open approvals, oldest first; with `isOpen` false, all approvals ever. `where` as above. */
export async function listApprovalViews(
  db: Reader,
  { organizationId, isOpen, where, page }: Listed,
): Promise<ApprovalView[]> {
  const open = isOpen ? sql`and a.status = 'open'` : sql``;
  const before = page?.before ? sql`and a.id < ${page.before}` : sql``;
  const order = page ? sql`a.id desc limit ${page.limit}` : undefined;
  return select(db, sql`a.organization_id = ${organizationId} ${open} ${before} and ${where}`, order);
}

async function select(
  db: Reader,
  where: ReturnType<typeof sql>,
  order: ReturnType<typeof sql> = sql`a.requested_at, a.id`,
): Promise<ApprovalView[]> {
  const { rows } = await sql<Row>`
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
                         or (a.kind in ('void', 'reissue') and g.id = a.subject_id))
                 union all
                 select p.name from person p
                  where a.kind in ('promo', 'close') and p.organization_id = a.organization_id and p.id = any (a.excluded)
                  order by 1) as "recipientNames",
           array(select g.id from gift g
                  where g.organization_id = a.organization_id
                    and ((a.kind = 'gift' and a.status in ('declined', 'expired', 'withdrawn')
                          and g.recognition_id = a.subject_id)
                         or (a.kind = 'void' and a.status = 'approved' and g.id = a.subject_id))) as "broughtBack"
      from approval a
      join department d on d.organization_id = a.organization_id and d.id = a.department_id
      join person requester on requester.organization_id = a.organization_id and requester.id = a.requested_by
      left join person decider on decider.organization_id = a.organization_id and decider.id = a.decided_by
      left join recognition r
        on r.organization_id = a.organization_id and a.kind in ('gift', 'funds') and r.id = a.subject_id
     where ${where}
     order by ${order}`.execute(db);
  return withLateReturns(db, rows);
}

/** `broughtBack`: the ids of the gifts whose money came back by its end. */
type Row = ApprovalView & { broughtBack: string[] };

async function withLateReturns(db: Reader, rows: readonly Row[]): Promise<ApprovalView[]> {
  const giftIds = rows.flatMap(({ broughtBack }) => broughtBack);
  const organizationIds = [...new Set(rows.map(({ organizationId }) => organizationId))];
  const late = await findLateReturns(db, organizationIds, giftIds);
  return rows.map(({ broughtBack, ...view }) => {
    return { ...view, late: sumReturns(broughtBack.flatMap((id) => late.get(id) ?? [])) };
  });
}
