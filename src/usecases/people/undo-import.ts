import { listRooms } from '#src/db/people/department.ts';
import { listKnownPeople } from '#src/db/people/known-people.ts';
import { findImportUndo, type PeopleImport, saveImportUndone } from '#src/db/people/people-import.ts';
import { lockPeople, type Organization } from '#src/db/people/organization.ts';
import { transact } from '#src/db/kit/transact.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import { UNDO_MS } from '#src/domain/people/people-import.ts';
import { planUndo, type UndoPlan } from '#src/domain/people/plan-undo.ts';
import { textDigest } from '#src/kit/text-digest.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { PeopleKeeper } from './change-person.ts';
import { askerAmong } from './steps/asker-among.ts';
import { listHeld } from './steps/hold-rights.ts';
import { savePlan } from './steps/save-plan.ts';

/** `seen`: what the asker looked at; without it, it is only said what would be done. */
export type UndoRequest = PeopleKeeper & { importId: string; seen?: string | undefined };

/**
 * What is put back and what stays. `sight`: equal for plans that do the same. `held`: whose role, account or address waits for a second
 * person, or will. `waiting`: why, once it is done.
 */
export type PlannedUndo = UndoPlan & {
  import: PeopleImport;
  sight: string;
  isDone: boolean;
  held: string[];
  waiting: Refusal[];
};

/**
 * Puts an import back, within a day: who was new leaves, and what it changed becomes what it was, unless somebody changed it since.
 * Done only if it is still what the asker saw. Refused when it is too late, or it did nothing that could be put back.
 */
export async function undoImport(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  organization: Organization,
  { importId, seen, by, actorId = null }: UndoRequest,
): Promise<Outcome<PlannedUndo>> {
  return transact(deps, async (tx) => {
    await lockPeople(tx, organization.id);
    const known = await listKnownPeople(tx, organization.id);
    const asker = askerAmong(known, by);
    if (!asker.ok) return asker;
    const found = await findImportUndo(tx, organization.id, importId);
    if (!found) return refused({ kind: 'import-stays', why: 'unknown' });
    const { undo, ...imported } = found;
    if (imported.status === 'undone') return refused({ kind: 'import-stays', why: 'undone' });
    if (imported.status !== 'done') return refused({ kind: 'import-stays', why: 'nothing' });
    const isLate = tx.now.getTime() - imported.at.getTime() > UNDO_MS;
    if (!undo || isLate) return refused({ kind: 'import-stays', why: 'late' });
    const departments = await listRooms(tx, organization.id);
    const plan = planUndo({ undo, known, departments, asker: asker.value });
    const sight = textDigest(JSON.stringify([plan.changes, plan.staying]));
    const { people } = plan;
    const doer = asker.value?.id ?? actorId;
    const held = await listHeld(tx, { organizationId: organization.id, people, actorId: doer });
    const shown = { ...plan, import: imported, sight, held };
    if (seen !== sight) return done({ ...shown, isDone: false, waiting: [] });
    const waiting = await savePlan(deps, tx, {
      organization,
      plan: { people, departments: [] },
      actorId: doer,
      note: { by: 'undo' },
    });
    await saveImportUndone(tx, organization.id, importId);
    return done({ ...shown, isDone: true, waiting });
  });
}
