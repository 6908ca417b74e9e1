import { insertActivities } from '#src/db/ledger/activity.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { listByRoles } from '#src/db/people/person.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import { type Fired, strictest } from '#src/domain/wallet/velocity.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import { setWalletFrozen } from './freeze-wallet.ts';

type Measured = { person: Person; fired: readonly Fired[]; hasSecondFactor: boolean | undefined };

/**
 * Does what the rules say that fired on a locked person: it is on record and admins are told, and where a rule says so a second
 * factor is asked for, or the wallet is frozen. Call it before anything else is written: this stays although the rest is refused.
 */
export async function applyMeasures(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { person, fired, hasSecondFactor = false }: Measured,
): Promise<Refusal | undefined> {
  if (fired.length === 0) return undefined;
  await record(deps, tx, person, fired);
  const measure = strictest(fired);
  if (measure === 'warn' || (measure === 'second-factor' && hasSecondFactor)) return undefined;
  // What fired is on record, and a wallet stays frozen, although this is refused.
  tx.keepOnRefusal();
  if (measure === 'second-factor') return { kind: 'second-factor-needed' };
  const reason = `guard: ${fired.map(({ rule }) => rule).join(', ')}`;
  await setWalletFrozen(deps, tx, { owner: person, actorId: null, isFrozen: true, reason });
  return { kind: 'wallet-frozen' };
}

async function record(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, id: subjectId, name }: Person,
  fired: readonly Fired[],
): Promise<void> {
  await insertActivities(
    tx,
    fired.map((detail) => {
      return { organizationId, id: deps.newId(), at: tx.now, kind: 'guard.fired', subjectId, detail };
    }),
  );
  const admins = await listByRoles(tx, organizationId, ['admin']);
  const day = tx.now.toISOString().slice(0, 10);
  await notify(
    deps,
    tx,
    admins.flatMap((personId) =>
      fired.map((one) => {
        const detail = { name, day, ...one };
        return { organizationId, personId, subjectId, kind: 'guard.fired' as const, detail };
      }),
    ),
  );
}
