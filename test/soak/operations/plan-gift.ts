import { toDecimal } from '#src/domain/kit/money.ts';
import type { Member } from '../company.ts';
import type { Asked } from '../tally.ts';
import type { Desk } from './operation.ts';

const MAX_MINOR = 300;
const MAX_LARGE_MINOR = 900;

/** Somebody who may give, from a department that has a budget. */
export function pickGiver({ bank: { company }, random }: Desk): Member {
  return random.pick(company.members.filter(({ role }) => role === 'manager' || role === 'approver'));
}

/** One to three people who are not the giver. */
export function pickRecipients({ bank: { company }, random }: Desk, giver: Member): Member[] {
  const count = random.chance(0.8) ? 1 : random.between(2, 3);
  return random.shuffle(company.members.filter(({ id }) => id !== giver.id)).slice(0, count);
}

/** Mostly small, so that a budget lasts for many; seldom the same twice. */
export function pickAmountMinor({ random }: Desk): bigint {
  return BigInt(
    random.chance(0.1) ? random.between(MAX_MINOR, MAX_LARGE_MINOR) : random.between(1, MAX_MINOR),
  );
}

/** The amount of a request as people write it. */
export function amountOf({ amountMinor }: Pick<Asked, 'amountMinor'>): string {
  return toDecimal({ amountMinor, currency: 'USD' });
}
