import { findGivingRules } from '#src/db/budget/giving-policy.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { undoneUntil } from '#src/domain/gift/taking-back.ts';

/** Until when the giver of a gift can take it back, by the rules of now. */
export async function findUndoneUntil(
  db: Reader,
  {
    organizationId,
    departmentId: id,
    issuedAt,
  }: { organizationId: string; departmentId: string; issuedAt: Date },
  now: Date,
): Promise<Date> {
  const rules = await findGivingRules(db, [{ organizationId, id }], now);
  return undoneUntil(issuedAt, rules.get(id) ?? NO_RULES);
}
