import { orUnread } from '#src/usecases/gift/steps/refuse-unread.ts';
import { isOnRecord, type RecordedRow } from '#src/db/ledger/on-record.ts';
import type { LockedApproval } from '#src/db/approval/approval.ts';
import { findDelegationsTo } from '#src/db/people/approver.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type AlteredDeps = Pick<Deps, 'keys' | 'log'>;

/** Refuses what rests on an approval that somebody made or changed in the database, past Largesse. */
export async function refusalOfAltered(
  deps: AlteredDeps,
  tx: Tx,
  { organizationId, id }: Pick<LockedApproval, 'organizationId' | 'id'>,
): Promise<Refusal | undefined> {
  return orUnread(deps, firstAltered(deps, tx, [{ organizationId, name: 'approval', key: id }]));
}

/** Refuses a decision by somebody whose right to it was made or changed past Largesse. */
export async function refusalOfAlteredRight(
  deps: AlteredDeps,
  tx: Tx,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<Refusal | undefined> {
  const delegations = await findDelegationsTo(tx, { organizationId, delegateId: id }, tx.now);
  const rows: RecordedRow[] = [
    { organizationId, name: 'person', key: id },
    ...delegations.flatMap((one): RecordedRow[] => [
      { organizationId, name: 'delegation', key: one.id },
      { organizationId, name: 'person', key: one.personId },
    ]),
  ];
  return orUnread(deps, firstAltered(deps, tx, rows));
}

async function firstAltered(
  { keys, log }: AlteredDeps,
  tx: Tx,
  rows: readonly RecordedRow[],
): Promise<Refusal | undefined> {
  for (const row of rows) {
    if (await isOnRecord(tx, keys, row)) continue;
    const { organizationId, name, key } = row;
    log.error(
      { organizationId, table: name, id: key },
      'A decision was refused: its row was changed past Largesse; see: largesse audit verify',
    );
    return { kind: 'changed-by-hand', what: name === 'approval' ? 'approval' : 'right' };
  }
  return undefined;
}
