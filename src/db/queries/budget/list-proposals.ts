import { sql } from 'kysely';
import { proposalOf } from '#src/db/budget/proposal.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import { type Proposal, RIGHT_TO_CHANGE } from '#src/domain/budget/proposal.ts';
import { may, type Scope } from '#src/domain/people/access.ts';

/**
 * A proposed change with names. `target`: the department, or the person, that it is about; `to`: where a move, or a merged record, goes. `timeZone`: by whose
 * clocks it begins, where it does not at once.
 */
export type ProposalView = Proposal & {
  proposer: string;
  target: string | null;
  to: string | null;
  timeZone: string;
};

/** Which ones: those that wait at an instant, or only one of them. */
type Asked = { now: Date; id?: string };

/** The changes of money rules and rights that wait for a second person, oldest first, for those who may make such changes. */
export async function listProposals(db: Reader, scope: Scope, { now, id }: Asked): Promise<ProposalView[]> {
  const maySee = scope.isAll && (scope.role === undefined || may(scope.role, 'set-budgets'));
  if (!maySee) return [];
  const { rows } = await sql<
    Parameters<typeof proposalOf>[0] & Pick<ProposalView, 'proposer' | 'target' | 'to' | 'timeZone'>
  >`
    select p.organization_id as "organizationId", p.id, p.change, p.basis, p.amount_minor as "amountMinor", p.currency, p.reason,
           p.proposed_by as "proposedBy", p.by_operator as "byOperator", p.proposed_at as "proposedAt",
           p.expires_at as "expiresAt", p.status, p.decided_by as "decidedBy",
           coalesce(proposer.name, p.by_operator) as proposer, coalesce(department.name, case p.kind when 'merge' then coalesce(giver.email, giver.name) else giver.name end) as target,
           coalesce(target.name, kept.email, kept.name) as "to",
           coalesce(department.time_zone, home.time_zone, o.time_zone) as "timeZone"
      from proposal p
      join organization o on o.id = p.organization_id
      left join person proposer on proposer.organization_id = p.organization_id and proposer.id = p.proposed_by
      left join department on department.organization_id = p.organization_id
       and department.id::text = coalesce(p.change ->> 'departmentId', p.change ->> 'fromId')
      left join department target on target.organization_id = p.organization_id and target.id::text = p.change ->> 'toId'
      left join person giver on giver.organization_id = p.organization_id and giver.id::text = coalesce(p.change ->> 'personId', p.change ->> 'recordId')
      left join person kept on kept.organization_id = p.organization_id and kept.id::text = p.change ->> 'keptId'
      left join department home on home.organization_id = giver.organization_id and home.id = giver.department_id
     where p.organization_id = ${scope.organizationId} and p.status = 'open' and p.expires_at > ${now}
       and (${id ?? null}::uuid is null or p.id = ${id ?? null}::uuid)
     order by p.proposed_at, p.id`.execute(db);
  return rows
    .map(({ proposer, target, to, timeZone, ...row }) => ({
      ...proposalOf(row),
      proposer,
      target,
      to,
      timeZone,
    }))
    .filter(({ change }) => scope.role === undefined || may(scope.role, RIGHT_TO_CHANGE[change.kind]));
}
