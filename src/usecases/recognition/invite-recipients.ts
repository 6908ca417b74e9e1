import { findGivingRules } from '#src/db/budget/giving-policy.ts';
import { transact } from '#src/db/kit/transact.ts';
import { findEverybody } from '#src/db/people/find-people.ts';
import { lockPeople } from '#src/db/people/organization.ts';
import { getPerson } from '#src/db/people/person.ts';
import { foldText } from '#src/domain/kit/fold.ts';
import { may } from '#src/domain/people/access.ts';
import { isAddress } from '#src/domain/people/address.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { type Guest, saveGuests } from './steps/save-guests.ts';

/** An address outside the organization, and the department that would pay for gifts to it. */
export type OutsideRecipient = { email: string; departmentId: string };

/**
 * Makes guests of addresses before somebody gives to them from a list, so that their gifts are known by the same person each time the
 * list is run. Those whose department gives to no guests are left out, and all of them if the giver may not give: nobody has their
 * address then.
 */
export async function inviteRecipients(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { organizationId, id: giverId }: Person,
  recipients: readonly OutsideRecipient[],
): Promise<void> {
  if (recipients.length === 0) return;
  await transact(deps, async (tx) => {
    // Two that name the same address at once make one person of it.
    await lockPeople(tx, organizationId);
    const giver = await getPerson(tx, organizationId, giverId);
    const departmentIds = [...new Set(recipients.map(({ departmentId }) => departmentId))];
    const rules = await findGivingRules(
      tx,
      departmentIds.map((id) => ({ organizationId, id })),
      tx.now,
    );
    const wanted = recipients.filter(({ email, departmentId }) => {
      const right = departmentId === giver.departmentId ? 'give' : 'give-in-bulk';
      const mayGive = may(giver.role, right) || may(giver.role, 'give-in-bulk');
      const takesGuests = (rules.get(departmentId)?.guests ?? 'refused') !== 'refused';
      return !giver.isDeactivated && mayGive && takesGuests && isAddress(email);
    });
    const refs = wanted.map(({ email }) => ({ organizationId, ref: { by: 'email' as const, email } }));
    const known = await findEverybody(tx, refs);
    const guests = new Map<string, Guest>();
    for (const [index, { email, departmentId }] of wanted.entries()) {
      if (known[index]?.length !== 0 || guests.has(foldText(email))) continue;
      const guest = { organizationId, id: deps.newId(), email, departmentId, invitedBy: giver.id };
      guests.set(foldText(email), guest);
    }
    await saveGuests(deps, tx, [...guests.values()]);
  });
}
