import { insertPeopleImport, type PeopleImport } from '#src/db/people/people-import.ts';
import { listByRoles } from '#src/db/people/person.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { type ImportDetail, type ImportUndo, NOTHING_DONE } from '#src/domain/people/people-import.ts';
import type { PeoplePlan } from '#src/domain/people/plan-people.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';

type Kept = Pick<PeopleImport, 'source' | 'status' | 'actorId' | 'detail'> & {
  etag?: string | undefined;
  plan?: PeoplePlan | undefined;
};

/** Keeps what came of an import, and how to put it back. Where the clock asked for it and nothing was done, admins are told. */
export async function keepImport(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  organizationId: string,
  { plan, etag, ...kept }: Kept,
): Promise<void> {
  const id = deps.newId();
  const undo: ImportUndo | null = plan
    ? { people: plan.people.map(({ before = null, person: after }) => ({ before, after })) }
    : null;
  await insertPeopleImport(tx, organizationId, { id, ...kept, etag: etag ?? null, undo });
}

/** Tells the admins that people were not brought up to date, and why. */
export async function tellOfImport(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, place, detail }: { organizationId: string; place: string; detail: ImportDetail },
): Promise<void> {
  const { why, said = '', leaving = 0, active = 0, badCount } = detail;
  const day = tx.now.toISOString().slice(0, 'YYYY-MM-DD'.length);
  const told = { place, why: why ?? ('held' as const), said, leaving, active, bad: badCount, day };
  const admins = await listByRoles(tx, organizationId, ['admin']);
  await notify(
    deps,
    tx,
    admins.map((personId) => {
      return {
        organizationId,
        personId,
        subjectId: organizationId,
        kind: 'people.not-synced' as const,
        detail: told,
      };
    }),
  );
}

/** What a plan comes to, in numbers. */
export function countsOfPlan({ people, changes, gone }: PeoplePlan): ImportDetail {
  const left = changes.filter(({ kind }) => kind === 'deactivated').length;
  const added = people.filter(({ before }) => !before).length;
  const changed = people.length - added - left;
  return { ...NOTHING_DONE, added, changed, left, ...(gone.length > 0 && { gone: gone.length }) };
}
