import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { findGuardPolicy } from '#src/db/wallet/guard-policy.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { GuardPolicy } from '#src/domain/wallet/guard-policy.ts';
import type { Fired } from '#src/domain/wallet/velocity.ts';

/** A rule that fired on somebody. */
export type Firing = Fired & { at: Date; name: string };

/** How an organization guards its wallets, and the rules that fired last, newest first. */
export type FoundGuard = { policy: GuardPolicy; firings: Firing[] };

/** Undefined for readers who do not see everybody's wallets. */
export async function findGuard(
  db: Reader,
  { organizationId, isAll }: Scope,
  { limit }: { limit: number },
): Promise<FoundGuard | undefined> {
  if (!isAll) return undefined;
  const policy = await findGuardPolicy(db, organizationId);
  const { rows } = await sql<{ at: Date; name: string; detail: Fired }>`
    select a.at, p.name, a.detail - 'via' as detail
      from activity a
      join person p on p.organization_id = a.organization_id and p.id = a.subject_id
     where a.organization_id = ${organizationId} and a.kind = 'guard.fired'
     order by a.number desc limit ${limit}`.execute(db);
  return { policy, firings: rows.map(({ detail, ...firing }) => ({ ...firing, ...detail })) };
}
