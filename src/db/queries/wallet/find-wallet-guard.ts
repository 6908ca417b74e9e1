import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { findWalletState } from '#src/db/wallet/wallet.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { findWalletOwner } from './find-wallet-owner.ts';

/** Whether a wallet is frozen, since when and why; and the gifts of its owner whose codes are reported. */
export type WalletGuard = {
  frozenAt: Date | null;
  reason: string;
  reported: { giftId: string; lastFour: string; reportedAt: Date }[];
};

/** How a wallet is guarded; undefined when the reader may not see it. */
export async function findWalletGuard(
  db: Reader,
  scope: Scope,
  personId: string,
): Promise<WalletGuard | undefined> {
  const owner = await findWalletOwner(db, scope, personId);
  if (!owner) return undefined;
  const state = await findWalletState(db, owner);
  const { rows: reported } = await sql<WalletGuard['reported'][number]>`
    select r.gift_id as "giftId", k.last_four as "lastFour", r.reported_at as "reportedAt"
      from gift g
      join code_report r on r.organization_id = g.organization_id and r.gift_id = g.id and r.ended_at is null
      join code k on k.organization_id = g.organization_id and k.gift_id = g.id
     where g.organization_id = ${owner.organizationId} and g.recipient_id = ${owner.id} and g.status in ('issued', 'delivered')
     order by r.reported_at`.execute(db);
  const frozenAt = state?.frozenAt ?? null;
  return { frozenAt, reason: frozenAt ? (state?.reason ?? '') : '', reported };
}
