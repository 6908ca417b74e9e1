import type { Giver, KnownRecipient, Purse } from './gift-request.ts';
import type { GivingRules, LimitKind } from './giving-rules.ts';

/** What is counted for somebody over a stretch of time. `period`: the budget period's key, or the year. */
export type LimitName = { kind: LimitKind; subject: string; period: string; currency: string };

/** With what it may reach, minor units; null: counted, but not limited. */
export type Limit = LimitName & { ceilingMinor: bigint | null };

export type LimitUse = Limit & { amountMinor: bigint };

/** How much of each limit is used, minor units, pending gifts included; by `usageKey`. */
export type Usage = ReadonlyMap<string, bigint>;

export function usageKey({ kind, subject, period, currency }: LimitName): string {
  return [kind, subject, period, currency].join('|');
}

/** The limits that gifts from a giver to people count against. */
export function ceilingsOf(giver: Giver, people: readonly KnownRecipient[], purse: Purse): Limit[] {
  const { rules, currency } = purse;
  const inPeriod = { period: purse.period.key, currency };
  const allowanceMinor = allowanceOf(giver, rules);
  const limits: Limit[] = [];
  if (allowanceMinor !== null || rules.pairShare) {
    limits.push({ kind: 'giver', subject: giver.personId, ...inPeriod, ceilingMinor: allowanceMinor });
  }
  for (const { personId } of people) {
    if (purse.countsRecipients) {
      const ceilingMinor = rules.recipientYearMinor ?? null;
      limits.push({ kind: 'recipient', subject: personId, period: purse.year.key, currency, ceilingMinor });
    }
    if (rules.pairShare) {
      limits.push({
        kind: 'pair',
        subject: `${giver.personId}:${personId}`,
        ...inPeriod,
        ceilingMinor: null,
      });
    }
  }
  return limits;
}

/** What a giver may give in a period, minor units; null: as much as the budget has. */
export function allowanceOf(
  { role, reports, allowanceMinor }: Pick<Giver, 'role' | 'reports' | 'allowanceMinor'>,
  rules: GivingRules,
): bigint | null {
  if (allowanceMinor !== undefined) return allowanceMinor;
  const ofRole = rules.allowanceMinor[role];
  const perReport = rules.allowancePerReportMinor;
  if (ofRole === undefined && perReport === undefined) return null;
  return (ofRole ?? 0n) + (perReport ?? 0n) * BigInt(reports);
}
