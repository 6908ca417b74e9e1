import { findAccount } from '#src/db/people/identity.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { accountText, hasRole } from '#src/domain/people/given-account.ts';
import { rightsOf } from '#src/domain/people/given-role.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Role } from '#src/domain/people/roles.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { PlatformUser } from '#src/domain/people/person-ref.ts';
import { askSecondForRight } from '#src/usecases/kit/ask-second-person.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type AskedAccount = {
  person: Person;
  account: PlatformUser;
  /** Where the platform knows it; null where that is unknown. */
  workspaceId: string | null;
  actorId: string | null;
};

/** `role`: of whom the account acts as, where that needed to be asked. */
export type AccountAnswer = { waits: Refusal } | { waits?: undefined; note: { alone?: string; role?: Role } };

/** What comes of asking for a chat account of somebody: only whoever has a role needs a second person, and not for what they act with already. */
export async function askForAccount(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { person, account, workspaceId, actorId }: AskedAccount,
): Promise<AccountAnswer> {
  const { organizationId, id: personId, name } = person;
  if (!hasRole(person)) return { note: {} };
  const known = await findAccount(tx, { organizationId, ...account });
  if (known?.personId === personId && known.linkedBy !== 'address') return { note: {} };
  const answer = await askSecondForRight(deps, tx, {
    organizationId,
    change: { kind: 'account', personId, workspaceId },
    basis: rightsOf(person),
    actorId,
    reason: accountText(account),
    name,
  });
  return answer.waits ? answer : { note: { ...answer.note, role: person.role } };
}
