import { storeMoney } from '#src/domain/kit/money.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { may, type PersonActor } from './access.ts';
import type { KnownPerson } from './match-people.ts';

/** What of somebody is not settled yet: money that is theirs or on its way, and decisions that wait. */
export type OpenMatters = {
  balances: readonly { amountMinor: bigint; currency: string }[];
  gifts: number;
  orders: number;
  requests: number;
  approvals: number;
  isLastAdmin: boolean;
};

type Asked = {
  person: Pick<KnownPerson, 'id' | 'name' | 'role' | 'isDeactivated'>;
  /** Undefined where somebody with a shell asks. */
  asker: Pick<PersonActor, 'id' | 'role'> | undefined;
  isErased: boolean;
  open: OpenMatters;
};

/** Why somebody cannot be erased; undefined when they can. Money comes first: nothing may be left that nobody can claim. */
export function findEraseRefusal(asked: Asked): Refusal | undefined {
  const [first] = listEraseRefusals(asked);
  return first;
}

/** All that keeps somebody from being erased, the most important first. */
export function listEraseRefusals({ person, asker, isErased, open }: Asked): Refusal[] {
  const { name } = person;
  if (isErased) return [{ kind: 'person-erased', name }];
  const refusals: Refusal[] = [];
  if (asker?.id === person.id) refusals.push({ kind: 'erase-off-limits', name, why: 'self' });
  else if (asker && person.role === 'admin' && !may(asker.role, 'set-roles'))
    refusals.push({ kind: 'erase-off-limits', name, why: 'admin' });
  if (open.isLastAdmin) refusals.push({ kind: 'erase-off-limits', name, why: 'last-admin' });
  for (const balance of open.balances) {
    refusals.push({ kind: 'erase-balance', name, held: storeMoney(balance) });
  }
  for (const what of ['gifts', 'orders', 'requests', 'approvals'] as const) {
    const count = open[what];
    if (count > 0) refusals.push({ kind: 'erase-open', name, what, count });
  }
  return refusals;
}
