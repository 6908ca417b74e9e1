import { findTimeZones } from '#src/db/gift/claim-deadline.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { GivingRules } from '#src/domain/budget/giving-rules.ts';
import { nextClaimStep } from '#src/domain/gift/claim-reminders.ts';
import { claimByOf } from '#src/domain/gift/validity.ts';
import { must } from '#src/domain/kit/must.ts';
import { dayOf } from '#src/domain/kit/period.ts';
import type { Department } from '#src/domain/people/department.ts';

/** A gift that is issued now, with the department that pays for it and its rules. */
export type GiftToEnd = {
  organizationId: string;
  id: string;
  recipientId: string;
  /** The recipient's; where nobody said it, the department's stands for it. */
  region: string;
  department: Department;
  rules: GivingRules;
};

/** When a gift can no longer be claimed, and when there is something to do about that. */
export type ClaimDates = { expiresAt: Date | null; claimDueAt: Date | null };

export const WITHOUT_END: ClaimDates = { expiresAt: null, claimDueAt: null };

/** The ends of gifts that are issued now, by their ids: those whose departments set one, by the law of where they go. */
export async function findClaimDates(
  tx: Tx,
  gifts: readonly GiftToEnd[],
): Promise<ReadonlyMap<string, ClaimDates>> {
  const ending = gifts.filter(({ rules }) => rules.claimDays !== undefined);
  if (ending.length === 0) return new Map();
  const recipients = ending.map(({ organizationId, recipientId: id }) => ({ organizationId, id }));
  const timeZones = await findTimeZones(tx, recipients);
  return new Map(
    ending.map((gift) => {
      const timeZone = must(timeZones.get(gift.recipientId), `zone of person ${gift.recipientId}`);
      return [gift.id, datesOf(gift, { timeZone, now: tx.now })];
    }),
  );
}

function datesOf(
  { region, department, rules }: GiftToEnd,
  { timeZone, now: issuedAt }: { timeZone: string; now: Date },
): ClaimDates {
  const expiresAt = claimByOf({
    region: region || department.region,
    source: 'employer_award',
    day: dayOf(issuedAt, timeZone),
    days: must(rules.claimDays, 'days in which it can be claimed'),
    timeZone,
  });
  if (!expiresAt) return WITHOUT_END;
  return { expiresAt, claimDueAt: nextClaimStep({ claimBy: expiresAt, issuedAt, timeZone }, issuedAt) };
}
