import { sql } from 'kysely';
import { proposalOf } from '#src/db/budget/proposal.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import type { Scope } from '#src/domain/people/access.ts';

/** A token that a second person confirmed. `name`: what it is for. */
export type ConfirmedToken = { proposalId: string; name: string; until: string };

/** The tokens that somebody proposed, another person confirmed, and nobody has made yet; none for those who make no tokens. */
export async function listTokensToMake(
  db: Reader,
  scope: Scope,
  { makerId, now }: { makerId: string | null; now: Date },
): Promise<ConfirmedToken[]> {
  if (!scope.isAll) return [];
  const { rows } = await sql<Parameters<typeof proposalOf>[0]>`
    select p.organization_id as "organizationId", p.id, p.change, p.basis, p.amount_minor as "amountMinor", p.currency, p.reason,
           p.proposed_by as "proposedBy", p.by_operator as "byOperator", p.proposed_at as "proposedAt",
           p.expires_at as "expiresAt", p.status, p.decided_by as "decidedBy"
      from proposal p
     where p.organization_id = ${scope.organizationId} and p.kind = 'token' and p.status = 'confirmed'
       and p.proposed_by is not distinct from ${makerId}::uuid and (p.change ->> 'until')::timestamptz > ${now}
       and not exists (select from api_token t where t.organization_id = p.organization_id and t.id = p.id)
     order by p.decided_at, p.id`.execute(db);
  return rows
    .map(proposalOf)
    .flatMap(({ id: proposalId, change, reason: name }) =>
      change.kind === 'token' ? [{ proposalId, name, until: change.until }] : [],
    );
}
