import type { Funds } from '#src/domain/budget/funds.ts';
import { giverSubject, type LimitName, pairSubject, usageKey } from '#src/domain/budget/limits.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import {
  beginDeciding,
  decideNext,
  type Deciding,
  type DecisionContext,
  type GiftsDecision,
} from './decide-gifts.ts';
import type { ResolvedRecognition } from './recognition.ts';

/** Money that came into a department's budget and top-ups, or left them, otherwise than by the replayed requests; minor units. */
export type PastMoney = { departmentId: string; leftMinor: bigint; topUpMinor: bigint };

/** A gift as limits count it. */
export type CountedGift = { giverId: string; recipientId: string; departmentId: string; amountMinor: bigint };

/**
 * What happened, in the order in which it did. `back`: a gift's money came back, which only matters where its request took it.
 * `elsewhere`: somebody got a gift from a department that is not replayed.
 */
export type PastEvent =
  | { kind: 'money'; money: PastMoney }
  | { kind: 'back'; recognitionId: string; money: PastMoney; gift: CountedGift }
  | { kind: 'elsewhere'; gift: Pick<CountedGift, 'recipientId' | 'amountMinor'> }
  | { kind: 'request'; request: ResolvedRecognition };

/** Why rules of giving refuse a request; what else refuses one, no rule changes. */
export const REFUSED_BY_RULES = [
  'gift-too-large',
  'gift-too-small',
  'gift-card-amount',
  'guest-recipient',
  'outside-recipient',
  'over-allowance',
  'over-cap',
  'pair-share',
  'over-budget',
] as const satisfies readonly Refusal['kind'][];

export type RefusedByRules = (typeof REFUSED_BY_RULES)[number];

export function isRefusedByRules(kind: Refusal['kind']): kind is RefusedByRules {
  return (REFUSED_BY_RULES as readonly string[]).includes(kind);
}

/** How a request fared: its gifts were given, an approver was asked, or it was refused. */
export type Fate = { kind: 'given' } | { kind: 'asked' } | { kind: 'refused'; refusal: Refusal };

/**
 * Decides what was asked for once more, in the same order, against funds and limits as they were at the beginning: what happened to
 * money beside it happens again. A request that waits for an approver holds its money, as if it were approved, until it comes back.
 * Nobody is asked to confirm: they did, or it would not be among these.
 */
export function replay(events: readonly PastEvent[], context: DecisionContext): Map<string, Fate> {
  const deciding = beginDeciding(context);
  const before = new Set(
    events.flatMap((event) => (event.kind === 'request' ? [event.request.recognition.id] : [])),
  );
  const took = new Set<string>();
  const fates = new Map<string, Fate>();
  for (const event of events) {
    switch (event.kind) {
      case 'request': {
        const { id } = event.request.recognition;
        const decision = decideNext(event.request, deciding);
        fates.set(id, fateOf(decision));
        if (decision.outcome.ok) took.add(id);
        break;
      }
      case 'money':
        addMoney(deciding, event.money);
        break;
      case 'back':
        // What its request did not take this time does not come back either.
        if (!before.has(event.recognitionId) || took.has(event.recognitionId)) takeBack(deciding, event);
        break;
      case 'elsewhere':
        countElsewhere(deciding, event.gift);
        break;
    }
  }
  return fates;
}

function fateOf({ outcome }: GiftsDecision): Fate {
  if (!outcome.ok) return { kind: 'refused', refusal: outcome.refusal };
  return { kind: outcome.value.step === 'reserve' ? 'asked' : 'given' };
}

function fundsIn({ funds }: Deciding, departmentId: string): Funds {
  return must(funds.get(departmentId), `funds of department ${departmentId}`);
}

function addMoney(deciding: Deciding, { departmentId, leftMinor, topUpMinor }: PastMoney): void {
  const funds = fundsIn(deciding, departmentId);
  deciding.funds.set(departmentId, {
    ...funds,
    leftMinor: (funds.leftMinor ?? 0n) + leftMinor,
    topUpMinor: funds.topUpMinor + topUpMinor,
  });
}

function takeBack(deciding: Deciding, { money, gift }: Extract<PastEvent, { kind: 'back' }>): void {
  addMoney(deciding, money);
  const { departmentId, amountMinor } = gift;
  const { period, year, currency } = fundsIn(deciding, departmentId);
  const inPeriod = { period: period.key, currency };
  const limits: LimitName[] = [
    { kind: 'giver', subject: giverSubject(gift), ...inPeriod },
    { kind: 'pair', subject: pairSubject(gift), ...inPeriod },
    { kind: 'recipient', subject: gift.recipientId, period: year.key, currency },
  ];
  for (const limit of limits) count(deciding, limit, -amountMinor);
}

/** A yearly cap counts what somebody got from any department, in the currency. */
function countElsewhere(deciding: Deciding, { recipientId, amountMinor }: CountedElsewhere): void {
  const [funds] = deciding.funds.values();
  if (!funds) return;
  const { year, currency } = funds;
  count(deciding, { kind: 'recipient', subject: recipientId, period: year.key, currency }, amountMinor);
}

type CountedElsewhere = Pick<CountedGift, 'recipientId' | 'amountMinor'>;

function count({ usage }: Deciding, limit: LimitName, amountMinor: bigint): void {
  const key = usageKey(limit);
  const sum = (usage.get(key) ?? 0n) + amountMinor;
  usage.set(key, sum > 0n ? sum : 0n);
}
