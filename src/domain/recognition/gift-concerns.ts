import type { Concern } from '#src/domain/budget/giving-rules.ts';
import { pairSubject, usageKey } from '#src/domain/budget/limits.ts';
import { type Asked, availableIn, type GiftDecision, moneyIn } from '#src/domain/budget/purse.ts';

/** What the giver is asked to confirm. `recent`: the gifts of the last minute, as `repeatKey` writes them. */
export function questionsTo(
  asked: Asked,
  gifts: readonly GiftDecision[],
  recent: ReadonlySet<string>,
): Concern[] {
  const { giver, purse, people, totalMinor } = asked;
  const { confirmOverMinor } = purse.rules;
  const total = moneyIn(purse, totalMinor);
  const concerns: Concern[] = [];
  if (people.length > 1) concerns.push({ kind: 'several', people: people.length, total });
  if (confirmOverMinor !== undefined && totalMinor > confirmOverMinor) {
    concerns.push({ kind: 'large', total, over: moneyIn(purse, confirmOverMinor) });
  }
  const repeated = people.find((_, index) => {
    const gift = gifts[index];
    return gift && recent.has(repeatKey(giver.personId, gift));
  });
  if (repeated) concerns.push({ kind: 'repeated', name: repeated.name });
  return concerns;
}

/** Why an approver has to decide. */
export function reasonsToWait({ giver, purse, totalMinor }: Asked): Concern[] {
  const { approvalOverMinor, approvalOverByRoleMinor } = purse.rules;
  const overMinor = approvalOverByRoleMinor[giver.role] ?? approvalOverMinor;
  const total = moneyIn(purse, totalMinor);
  const concerns: Concern[] = [];
  if (overMinor !== undefined && totalMinor > overMinor) {
    concerns.push({ kind: 'over-threshold', total, over: moneyIn(purse, overMinor) });
  }
  const leftMinor = availableIn(purse);
  if (totalMinor > leftMinor) {
    concerns.push({ kind: 'over-soft-budget', total, left: moneyIn(purse, leftMinor) });
  }
  return concerns;
}

/** What the giver is warned of although it goes through. */
export function warnings(asked: Asked): Concern[] {
  return asked.purse.rules.pairShare?.onExcess === 'warn' ? exceedingPairs(asked) : [];
}

type PairConcern = Extract<Concern, { kind: 'pair-share' }>;

/** The recipients who would get more of what the giver gives in the period than one person should. */
export function exceedingPairs({
  giver,
  purse,
  people,
  amountMinor,
  totalMinor,
  limits,
  usage,
}: Asked): PairConcern[] {
  const { pairShare } = purse.rules;
  const total = limits.find(({ kind }) => kind === 'giver');
  if (!pairShare || !total) return [];
  const givenMinor = (usage.get(usageKey(total)) ?? 0n) + totalMinor;
  if (givenMinor < pairShare.fromMinor) return [];
  return people.flatMap(({ personId, name }): PairConcern[] => {
    const { departmentId } = purse;
    const pair = pairSubject({ giverId: giver.personId, recipientId: personId, departmentId });
    const limit = limits.find(({ kind, subject }) => kind === 'pair' && subject === pair);
    if (!limit) return [];
    const toThemMinor = (usage.get(usageKey(limit)) ?? 0n) + amountMinor;
    const { maxPercent } = pairShare;
    if (toThemMinor * 100n <= givenMinor * BigInt(maxPercent)) return [];
    // Rounded up: what is above 40 % by a hair is not called 40 %.
    const percent = Number((toThemMinor * 100n + givenMinor - 1n) / givenMinor);
    return [{ kind: 'pair-share', name, percent, maxPercent }];
  });
}

/** Names a gift so that the same again is noticed. */
export function repeatKey(
  giverId: string,
  gift: Pick<GiftDecision, 'recipientId' | 'amountMinor' | 'currency'>,
): string {
  return [giverId, gift.recipientId, gift.amountMinor, gift.currency].join('|');
}
