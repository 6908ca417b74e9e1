import { listByRoles, listPersonNames } from '#src/db/people/person.ts';
import type { NewNotification } from '#src/db/message/notification.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { foldText } from '#src/domain/kit/fold.ts';
import { isAddress } from '#src/domain/people/address.ts';
import type { PlannedPerson } from '#src/domain/people/plan-people.ts';
import type { ApiToken } from '#src/domain/session/api-token.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';

type Told = {
  organizationId: string;
  people: readonly PlannedPerson[];
  endedTokens: readonly ApiToken[];
  actorId: string | null;
};

/** Tells the old address that it is no longer somebody's, and the admins that the directory lost its access with whoever left. */
export async function tellOfPlan(deps: Pick<Deps, 'newId'>, tx: Tx, told: Told): Promise<void> {
  await notify(deps, tx, [...(await movedAddresses(tx, told)), ...(await endedDirectories(tx, told))]);
}

/** Whoever changes their own address knows of it. */
async function movedAddresses(tx: Tx, { organizationId, people, actorId }: Told): Promise<NewNotification[]> {
  const moved = people.flatMap(({ person: { id, email }, before }) => {
    const to = before?.email ?? null;
    const isMoved = to !== null && isAddress(to) && foldText(to) !== foldText(email ?? '');
    return isMoved && id !== actorId ? [{ personId: id, to }] : [];
  });
  if (moved.length === 0) return [];
  const [actor] = await listPersonNames(tx, organizationId, actorId === null ? [] : [actorId]);
  const by = actor?.name ?? '';
  const at = tx.now.toISOString();
  return moved.map(({ personId, to }) => {
    const detail = { to, by, at };
    return { organizationId, personId, subjectId: personId, kind: 'address.changed' as const, detail };
  });
}

async function endedDirectories(
  tx: Tx,
  { organizationId, people, endedTokens }: Told,
): Promise<NewNotification[]> {
  const directories = endedTokens.filter(
    ({ scopes, expiresAt }) => scopes.includes('people:provision') && expiresAt > tx.now,
  );
  if (directories.length === 0) return [];
  const names = new Map(people.map(({ person: { id, name } }) => [id, name]));
  const admins = await listByRoles(tx, organizationId, ['admin']);
  return directories.flatMap(({ id: subjectId, personId: ownerId, name: token }) =>
    admins.map((personId) => {
      const detail = { owner: names.get(ownerId) ?? '', token };
      return { organizationId, personId, subjectId, kind: 'directory.ended' as const, detail };
    }),
  );
}
