import type { GiftRequest, Giver, KnownRecipient, Purse, Recipient } from './gift-request.ts';
import type { Concern } from './giving-rules.ts';
import { ceilingsOf, type Limit, type LimitUse, type Usage, usageKey } from './limits.ts';
import { toMinor } from './money.ts';
import { done, type Outcome, type Refusal, refused, type StoredMoney, storeMoney } from './outcome.ts';
import { may } from './roles.ts';

/** One recipient's share, decided. `topUpMinor` of the amount comes from the top-ups. */
export type GiftDecision = {
  recipientId: string;
  departmentId: string;
  amountMinor: bigint;
  topUpMinor: bigint;
  currency: string;
};

/** What a request may do now: give, wait for an approver with the money put aside, or ask its giver whether they mean it. */
export type Grant = {
  step: 'issue' | 'reserve' | 'question';
  gifts: GiftDecision[];
  concerns: Concern[];
  uses: LimitUse[];
};

export type Decision = { id: string; outcome: Outcome<Grant> };

/** What requests are decided against. `recent`: the gifts of the last minute, as `repeatKey` writes them. */
export type Standing = {
  purses: readonly Purse[];
  usage: Usage;
  recent: ReadonlySet<string>;
};

/** A request together with all that its checks look at. `people` are those who would get a gift. */
type Asked = {
  request: GiftRequest;
  giver: Giver;
  purse: Purse;
  people: KnownRecipient[];
  amountMinor: bigint;
  totalMinor: bigint;
  limits: readonly Limit[];
  usage: Usage;
};

/**
 * Decides requests in order, each against what the ones before it left.
 *
 * The checks run from the person to the purse, and the first that fails is the answer; a request to several people is
 * granted whole or not at all.
 */
export function decideGifts(requests: readonly GiftRequest[], standing: Standing): Decision[] {
  const purses = new Map(standing.purses.map((purse) => [purse.departmentId, purse]));
  const usage = new Map(standing.usage);
  const recent = new Set(standing.recent);
  return requests.map((request) => {
    const purse = request.giver && purses.get(request.giver.departmentId);
    const outcome = decideOne(request, purse, { usage, recent });
    if (outcome.ok && purse && outcome.value.step !== 'question') {
      purses.set(purse.departmentId, lessened(purse, outcome.value.gifts));
      for (const use of outcome.value.uses) {
        usage.set(usageKey(use), (usage.get(usageKey(use)) ?? 0n) + use.amountMinor);
      }
      for (const gift of outcome.value.gifts) recent.add(repeatKey(request.giver?.personId ?? '', gift));
    }
    return { id: request.id, outcome };
  });
}

/** Names a gift so that the same again is noticed. */
export function repeatKey(
  giverId: string,
  gift: Pick<GiftDecision, 'recipientId' | 'amountMinor' | 'currency'>,
): string {
  return [giverId, gift.recipientId, gift.amountMinor, gift.currency].join('|');
}

/** The limits that a request counts against, to be locked before it is decided. */
export function limitsOf(request: GiftRequest, purse: Purse): Limit[] {
  if (!request.giver) return [];
  const people = peopleOf(request.giver, request.recipients);
  return ceilingsOf(request.giver, people, purse);
}

function decideOne(
  request: GiftRequest,
  purse: Purse | undefined,
  { usage, recent }: { usage: Usage; recent: ReadonlySet<string> },
): Outcome<Grant> {
  const { giver } = request;
  if (!giver || !purse || giver.isDeactivated) return refused({ kind: 'unknown-giver' });
  const people = peopleOf(giver, request.recipients);
  const amountMinor = toMinor(request.amount, purse.currency) ?? 0n;
  const totalMinor = amountMinor * BigInt(people.length);
  const limits = ceilingsOf(giver, people, purse);
  const asked = { request, giver, purse, people, amountMinor, totalMinor, limits, usage };
  for (const check of CHECKS) {
    const refusal = check(asked);
    if (refusal) return refused(refusal);
  }
  return done(grant(asked, recent));
}

/** In this order: who gives, who gets, how much, in what, within which limits, out of which budget. */
const CHECKS: readonly ((asked: Asked) => Refusal | undefined)[] = [
  mayGive,
  mayGet,
  inCurrency,
  isAmount,
  withinGiftLimits,
  withinAllowance,
  withinYearlyCaps,
  withinPairShare,
  withinBudget,
];

function mayGive({ request: { right = 'give' }, giver: { role } }: Asked): Refusal | undefined {
  return may(role, right) ? undefined : { kind: 'not-allowed', role };
}

function mayGet({ request, giver, purse, people }: Asked): Refusal | undefined {
  if (request.refusal) return request.refusal;
  for (const recipient of request.recipients) {
    const { name } = recipient;
    if (!recipient.known) return { kind: `${recipient.reason}-recipient`, name };
    if (recipient.viaGroup !== undefined) continue;
    if (recipient.personId === giver.personId) return { kind: 'self-gift' };
    if (recipient.isDeactivated) return { kind: 'deactivated-recipient', name };
  }
  const guest = purse.rules.guests === 'refused' ? people.find(({ isGuest }) => isGuest) : undefined;
  if (guest) return { kind: 'guest-recipient', name: guest.name };
  return people.length === 0 ? { kind: 'nobody-to-give' } : undefined;
}

function inCurrency({ request: { currency }, purse }: Asked): Refusal | undefined {
  if (!currency || currency === purse.currency) return undefined;
  return { kind: 'wrong-currency', given: currency, expected: purse.currency, department: purse.name };
}

function isAmount({ request, purse: { currency }, amountMinor }: Asked): Refusal | undefined {
  return amountMinor > 0n ? undefined : { kind: 'bad-amount', typed: request.amount, currency };
}

function withinGiftLimits({ amountMinor, purse }: Asked): Refusal | undefined {
  const { giftMinMinor: min, giftMaxMinor: max } = purse.rules;
  if (max !== undefined && amountMinor > max) return { kind: 'gift-too-large', most: moneyIn(purse, max) };
  if (min !== undefined && amountMinor < min) return { kind: 'gift-too-small', least: moneyIn(purse, min) };
  return undefined;
}

function withinAllowance(asked: Asked): Refusal | undefined {
  const { purse, totalMinor, limits, usage } = asked;
  const limit = limits.find(({ kind }) => kind === 'giver');
  if (!limit || limit.ceilingMinor === null) return undefined;
  const leftMinor = limit.ceilingMinor - (usage.get(usageKey(limit)) ?? 0n);
  if (totalMinor <= leftMinor) return undefined;
  return {
    kind: 'over-allowance',
    asked: moneyIn(purse, totalMinor),
    left: moneyIn(purse, atLeastZero(leftMinor)),
    until: purse.period.end.toISOString(),
    timeZone: purse.timeZone,
  };
}

function withinYearlyCaps({ purse, people, amountMinor, limits, usage }: Asked): Refusal | undefined {
  for (const { personId, name } of people) {
    const limit = limits.find(({ kind, subject }) => kind === 'recipient' && subject === personId);
    if (!limit || limit.ceilingMinor === null) continue;
    const leftMinor = limit.ceilingMinor - (usage.get(usageKey(limit)) ?? 0n);
    if (amountMinor <= leftMinor) continue;
    return { kind: 'over-cap', name, left: moneyIn(purse, atLeastZero(leftMinor)), year: purse.year.key };
  }
  return undefined;
}

function withinPairShare(asked: Asked): Refusal | undefined {
  if (asked.purse.rules.pairShare?.onExcess !== 'stop') return undefined;
  const [first] = exceedingPairs(asked);
  const { period, timeZone } = asked.purse;
  return first && { ...first, until: period.end.toISOString(), timeZone };
}

function withinBudget({ purse, totalMinor }: Asked): Refusal | undefined {
  const { name: department, leftMinor, topUpMinor, period, timeZone } = purse;
  if (purse.isFrozen) return { kind: 'budget-frozen', department };
  if (leftMinor === undefined && topUpMinor === 0n) return { kind: 'no-budget', department };
  const allLeftMinor = availableIn(purse);
  if (totalMinor <= allLeftMinor || purse.isSoft) return undefined;
  return {
    kind: 'over-budget',
    department,
    asked: moneyIn(purse, totalMinor),
    left: moneyIn(purse, allLeftMinor),
    until: period.end.toISOString(),
    timeZone,
  };
}

/** What may be given from a purse without overspending it, minor units. */
function availableIn({ leftMinor, topUpMinor }: Pick<Purse, 'leftMinor' | 'topUpMinor'>): bigint {
  return atLeastZero(leftMinor ?? 0n) + topUpMinor;
}

function grant(asked: Asked, recent: ReadonlySet<string>): Grant {
  const gifts = sharesOf(asked);
  const uses = asked.limits.map((limit) => ({
    ...limit,
    amountMinor: limit.kind === 'giver' ? asked.totalMinor : asked.amountMinor,
  }));
  const questions = asked.request.isConfirmed ? [] : questionsTo(asked, gifts, recent);
  if (questions.length > 0) return { step: 'question', gifts, concerns: questions, uses };
  const waits = reasonsToWait(asked);
  const step = waits.length > 0 ? 'reserve' : 'issue';
  return { step, gifts, concerns: [...waits, ...warnings(asked)], uses };
}

/** The period's money goes first, top-ups last; what a soft budget is overspent by is the period's. */
function sharesOf({ purse, people, amountMinor }: Asked): GiftDecision[] {
  const { departmentId, currency } = purse;
  let leftMinor = atLeastZero(purse.leftMinor ?? 0n);
  let { topUpMinor } = purse;
  return people.map(({ personId: recipientId }) => {
    const missingMinor = amountMinor > leftMinor ? amountMinor - leftMinor : 0n;
    const toppedMinor = missingMinor < topUpMinor ? missingMinor : topUpMinor;
    leftMinor = atLeastZero(leftMinor - (amountMinor - toppedMinor));
    topUpMinor -= toppedMinor;
    return { recipientId, departmentId, amountMinor, topUpMinor: toppedMinor, currency };
  });
}

function questionsTo(asked: Asked, gifts: readonly GiftDecision[], recent: ReadonlySet<string>): Concern[] {
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

function reasonsToWait({ giver, purse, totalMinor }: Asked): Concern[] {
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

function warnings(asked: Asked): Concern[] {
  return asked.purse.rules.pairShare?.onExcess === 'warn' ? exceedingPairs(asked) : [];
}

type PairConcern = Extract<Concern, { kind: 'pair-share' }>;

/** The recipients who would get more of what the giver gives in the period than one person should. */
function exceedingPairs({
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
    const limit = limits.find(
      ({ kind, subject }) => kind === 'pair' && subject === `${giver.personId}:${personId}`,
    );
    if (!limit) return [];
    const toThemMinor = (usage.get(usageKey(limit)) ?? 0n) + amountMinor;
    const percent = Number((toThemMinor * 100n) / givenMinor);
    const { maxPercent } = pairShare;
    return percent > maxPercent ? [{ kind: 'pair-share', name, percent, maxPercent }] : [];
  });
}

/** Those who would get a gift, each once; of a group, those who may. */
export function peopleOf(giver: Giver, recipients: readonly Recipient[]): KnownRecipient[] {
  const people = new Map<string, KnownRecipient>();
  for (const recipient of recipients) {
    if (!recipient.known || people.has(recipient.personId)) continue;
    const isLeftOut = recipient.isDeactivated || recipient.personId === giver.personId;
    if (recipient.viaGroup === undefined || !isLeftOut) people.set(recipient.personId, recipient);
  }
  return [...people.values()];
}

function lessened(purse: Purse, gifts: readonly GiftDecision[]): Purse {
  const toppedMinor = gifts.reduce((sum, gift) => sum + gift.topUpMinor, 0n);
  const totalMinor = gifts.reduce((sum, gift) => sum + gift.amountMinor, 0n);
  const leftMinor = purse.leftMinor === undefined ? undefined : purse.leftMinor - (totalMinor - toppedMinor);
  return { ...purse, leftMinor, topUpMinor: purse.topUpMinor - toppedMinor };
}

function moneyIn({ currency }: Purse, amountMinor: bigint): StoredMoney {
  return storeMoney({ amountMinor, currency });
}

function atLeastZero(minor: bigint): bigint {
  return minor > 0n ? minor : 0n;
}
