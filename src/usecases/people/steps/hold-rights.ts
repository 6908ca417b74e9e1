import { asksSecondPerson } from '#src/db/budget/second-person.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import type { RightsChange } from '#src/domain/budget/proposal.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { accountsGiven, accountText, withoutAccount } from '#src/domain/people/given-account.ts';
import { asBefore, changesAny, givesRole, rightsOf } from '#src/domain/people/given-role.ts';
import type { PlannedPerson } from '#src/domain/people/plan-people.ts';
import type { PlatformUser } from '#src/domain/people/person-ref.ts';
import { askSecondForRight, fateOfRight } from '#src/usecases/kit/ask-second-person.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type Planned = { organizationId: string; people: readonly PlannedPerson[]; actorId: string | null };
type PlannedWhy = Planned & { reason: string };

/** What a plan does to somebody, and what the record says beside it. */
export type HeldPerson = PlannedPerson & { note: { alone?: string } };

/**
 * The people of a plan without the roles, and the accounts and addresses of people with roles, that need a second person, and why each
 * of those waits: it is proposed, a role with `reason`. Everybody as planned where the organization asks no second person.
 */
export async function holdRights(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, people, actorId, reason }: PlannedWhy,
): Promise<{ people: HeldPerson[]; waiting: Refusal[] }> {
  if (!(await asksSecondPerson(tx, organizationId)))
    return { people: people.map((one) => ({ ...one, note: {} })), waiting: [] };
  const waiting: Refusal[] = [];
  const held: HeldPerson[] = [];
  for (const one of people) {
    const { kept, note, refusals } = await hold(deps, tx, { organizationId, one, actorId, reason });
    waiting.push(...refusals);
    if (refusals.length === 0 || changesAny(kept)) held.push({ ...kept, note });
  }
  return { people: held, waiting };
}

/** The names of those of a plan about whom something would wait. */
export async function listHeld(db: Reader, { organizationId, people, actorId }: Planned): Promise<string[]> {
  if (!(await asksSecondPerson(db, organizationId))) return [];
  const names: string[] = [];
  for (const one of people) {
    const changes = changesOf(one, '').map(({ change }) => change);
    for (const change of changes) {
      if ((await fateOfRight(db, { organizationId, change, actorId })) === 'waits')
        names.push(one.person.name);
    }
  }
  return [...new Set(names)];
}

type Right = { change: RightsChange; reason: string; without: (kept: PlannedPerson) => PlannedPerson };

/** The rights that a plan gives to somebody. */
function changesOf(one: PlannedPerson, reason: string): Right[] {
  const { before, person } = one;
  const isBack = before?.isDeactivated === true && !person.isDeactivated;
  const { id: personId, role } = person;
  return [
    ...(givesRole(one)
      ? [{ change: { kind: 'role' as const, personId, role, isBack }, reason, without: asBefore }]
      : []),
    ...accountsGiven(one).map((account) => accountRight(personId, account)),
  ];
}

function accountRight(personId: string, account: PlatformUser): Right {
  return {
    change: { kind: 'account', personId, workspaceId: null },
    reason: accountText(account),
    without: (kept) => withoutAccount(kept, account),
  };
}

async function hold(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, one, actorId, reason: why }: Omit<PlannedWhy, 'people'> & { one: PlannedPerson },
): Promise<{ kept: PlannedPerson; note: { alone?: string }; refusals: Refusal[] }> {
  const { before = { role: 'employee' as const, isDeactivated: false }, person } = one;
  const refusals: Refusal[] = [];
  let kept = one;
  let note = {};
  for (const { change, reason, without } of changesOf(one, why)) {
    const asked = { organizationId, change, basis: rightsOf(before), actorId, reason, name: person.name };
    const answer = await askSecondForRight(deps, tx, asked);
    if (answer.waits) {
      refusals.push(answer.waits);
      kept = without(kept);
    } else {
      note = { ...note, ...answer.note };
    }
  }
  return { kept, note, refusals };
}
