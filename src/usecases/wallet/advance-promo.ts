import { getDepartment } from '#src/db/people/department.ts';
import { transact } from '#src/db/kit/transact.ts';
import {
  findGrantRef,
  findLeftOfGrant,
  type LockedGrant,
  lockGrant,
  saveReminded,
} from '#src/db/wallet/promo-grant.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { lockHolder } from '#src/db/people/person-merge.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import { refusalOfAlteredGrant } from './steps/refuse-altered-grant.ts';
import { returnGrant } from './steps/return-grant.ts';

type AdvanceDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/**
 * Does what is due for a grant of promotional credit: reminds its owner once, or lets it expire, which gives what is left back
 * to the department and tells its owner. Done again, it finds nothing to do.
 */
export async function advancePromo(deps: AdvanceDeps, grantId: string): Promise<void> {
  await transact(deps, async (tx) => {
    const named = await findGrantRef(tx, grantId);
    const grant = named && (await lockGrant(tx, named));
    if (grant?.status !== 'open') return;
    if (await refusalOfAlteredGrant(deps, tx, grant)) {
      throw new Error(`grant ${grant.id} was made or changed past Largesse; see: largesse audit verify`);
    }
    if (grant.expiresAt <= tx.now) {
      await expire(deps, tx, grant);
    } else if (grant.remindAt && grant.remindAt <= tx.now) {
      await remind(deps, tx, grant);
    }
  });
}

/** Whoever has spent all of it lost nothing. */
async function expire(deps: Pick<Deps, 'newId'>, tx: Tx, grant: LockedGrant): Promise<void> {
  const { organizationId, id: subjectId, personId, currency, reason } = grant;
  const amountMinor = await returnGrant(deps, tx, grant, { move: 'expire', actorId: null, reason: '' });
  if (amountMinor > 0n) {
    const detail = { money: storeMoney({ amountMinor, currency }), reason };
    await notify(deps, tx, [{ organizationId, personId, subjectId, kind: 'promo.expired', detail }]);
  }
  await refreshCards(tx, organizationId, [personId]);
}

/** Whoever has spent all of it need not hurry. */
async function remind(deps: Pick<Deps, 'newId'>, tx: Tx, grant: LockedGrant): Promise<void> {
  const { organizationId, id: subjectId, personId, currency, reason, expiresAt } = grant;
  const leftMinor = await findLeftOfGrant(tx, { ...grant, personId: await lockHolder(tx, grant) });
  if (leftMinor > 0n) {
    const money = storeMoney({ amountMinor: leftMinor, currency });
    const { timeZone } = await getDepartment(tx, { organizationId, id: grant.departmentId });
    const detail = { money, reason, expiresAt: expiresAt.toISOString(), timeZone };
    await notify(deps, tx, [{ organizationId, personId, subjectId, kind: 'promo.expiring', detail }]);
  }
  await saveReminded(tx, grant);
}
