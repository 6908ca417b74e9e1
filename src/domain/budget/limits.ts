import type { Funds } from './funds.ts';
import type { Giver, KnownRecipient } from './giver.ts';
import type { GivingRules, LimitKind } from './giving-rules.ts';

/**
 * What is counted for somebody over a period of time: what a recipient got in the year, from any department; or what a
 * giver gave, in total and to one person, from one department's budget in its period. `period` is the budget period's
 * key, or the year.
 */
export type LimitName = { kind: LimitKind; subject: string; period: string; currency: string };

/** With its ceiling in minor units; null: counted, but not limited. */
export type Limit = LimitName & { ceilingMinor: bigint | null };

export type LimitUse = Limit & { amountMinor: bigint };

/** How much of each limit is used, in minor units, pending gifts included; keyed by `usageKey`. */
export type Usage = ReadonlyMap<string, bigint>;

export function usageKey({ kind, subject, period, currency }: LimitName): string {
  return [kind, subject, period, currency].join('|');
}

export function giverSubject({ giverId, departmentId }: { giverId: string; departmentId: string }): string {
  return `${giverId}:${departmentId}`;
}

export function pairSubject({
  giverId,
  recipientId,
  departmentId,
}: {
  giverId: string;
  recipientId: string;
  departmentId: string;
}): string {
  return `${giverId}:${recipientId}:${departmentId}`;
}

/** The ids that a limit applies to; null for those it does not depend on. */
export type LimitSubject = Record<'giverId' | 'recipientId' | 'departmentId', string | null>;

/** Reads what `giverSubject` and `pairSubject` write; a recipient's subject is their id. */
export function limitSubject({ kind, subject }: Pick<LimitName, 'kind' | 'subject'>): LimitSubject {
  const [first = null, second = null, third = null] = subject.split(':');
  switch (kind) {
    case 'giver':
      return { giverId: first, recipientId: null, departmentId: second };
    case 'pair':
      return { giverId: first, recipientId: second, departmentId: third };
    case 'recipient':
      return { giverId: null, recipientId: first, departmentId: null };
  }
}

/** The limits that a giver's gifts to these people count against. */
export function ceilingsOf(giver: Giver, people: readonly KnownRecipient[], funds: Funds): Limit[] {
  const { rules, currency, departmentId } = funds;
  const { personId: giverId } = giver;
  const inPeriod = { period: funds.period.key, currency };
  const allowanceMinor = allowanceOf(giver, rules);
  const limits: Limit[] = [];
  if (allowanceMinor !== null || rules.pairShare) {
    const subject = giverSubject({ giverId, departmentId });
    limits.push({ kind: 'giver', subject, ...inPeriod, ceilingMinor: allowanceMinor });
  }
  for (const { personId: recipientId } of people) {
    if (funds.countsRecipients) {
      const ceilingMinor = rules.recipientYearMinor ?? null;
      limits.push({
        kind: 'recipient',
        subject: recipientId,
        period: funds.year.key,
        currency,
        ceilingMinor,
      });
    }
    if (rules.pairShare) {
      const subject = pairSubject({ giverId, recipientId, departmentId });
      limits.push({ kind: 'pair', subject, ...inPeriod, ceilingMinor: null });
    }
  }
  return limits;
}

/** What a giver may give in a period, in minor units; null: as much as the budget has. */
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
