import { availableIn, periodNow, policyOf, positive } from './book.ts';
import { dayAt } from './calendar.ts';
import { CARD } from './store.ts';
import { COMPANY, type Who } from './company.ts';
import {
  countedGifts,
  departmentOf,
  type Gift,
  type Model,
  peopleOf,
  type Request,
  rulesOf,
  sumOf,
} from './model.ts';

const MINUTE_MS = 60_000;

/** What must come of a request: `left` is the figure that a refusal tells. */
export type Verdict =
  | { status: 'refused'; why: string; left?: bigint }
  | { status: 'asked' | 'waits' | 'issued'; reviewReasons: string[] };

/** Says what must come of a queued request now. */
export function judge(model: Model, request: Request, at: number): Verdict {
  const refusal = refusalOf(model, request, at);
  if (refusal) return { status: 'refused', ...refusal };
  const questions = request.isConfirmed ? [] : questionsTo(model, request, at);
  if (questions.length > 0) return { status: 'asked', reviewReasons: questions };
  const waits = reasonsToWait(model, request, at);
  const { pairShare } = rulesOf(model, departmentOf(request));
  const warnings =
    pairShare?.onExcess === 'warn' ? favourites(model, request, at).map(() => 'pair-share') : [];
  return { status: waits.length > 0 ? 'waits' : 'issued', reviewReasons: [...waits, ...warnings] };
}

/** The rules in their order: who gives, who gets, how much, within which limits, out of which budget. */
function refusalOf(model: Model, request: Request, at: number): { why: string; left?: bigint } | undefined {
  const { giver, named, members, amount } = request;
  const { role } = COMPANY[giver];
  if (role !== 'manager' && role !== 'approver') return { why: 'not-allowed' };
  if (named.includes(giver)) return { why: 'self-gift' };
  if (members.length > 0 && members.every((one) => one === giver)) return { why: 'empty-group' };

  const people = peopleOf(request);
  const rules = rulesOf(model, departmentOf(request));
  if (rules.guests === 'refused' && people.some((one) => COMPANY[one].isGuest)) {
    return { why: 'guest-recipient' };
  }
  if (amount === 0n) return { why: 'bad-amount' };
  const { giftMinMinor: min = 0n, giftMaxMinor: max = amount } = rules;
  if (amount > max) return { why: 'gift-too-large', left: max };
  if (amount < min) return { why: 'gift-too-small', left: min };
  const isOfCard = amount >= CARD.least && amount <= CARD.most;
  if (rules.giftKind !== undefined && !isOfCard) return { why: 'gift-card-amount', left: CARD.most };
  return limitOf(model, request, at) ?? budgetLimitOf(model, request, at);
}

function limitOf(model: Model, request: Request, at: number) {
  const people = peopleOf(request);
  const rules = rulesOf(model, departmentOf(request));
  const allowed = allowanceOf(model, request);
  const used = sumOf(givenInPeriod(model, request, at));
  if (allowed !== null && used + costOf(request) > allowed) {
    return { why: 'over-allowance', left: positive(allowed - used) };
  }
  const cap = rules.recipientYearMinor;
  for (const one of people) {
    const got = sumOf(gotInYear(model, one, at));
    if (cap !== undefined && got + request.amount > cap)
      return { why: 'over-cap', left: positive(cap - got) };
  }
  const isStopped = rules.pairShare?.onExcess === 'stop' && favourites(model, request, at).length > 0;
  return isStopped ? { why: 'pair-share' } : undefined;
}

function budgetLimitOf(model: Model, request: Request, at: number) {
  const book = model.books[departmentOf(request)];
  if (book.isFrozen) return { why: 'budget-frozen' };
  const left = availableIn(book, at);
  return costOf(request) > left && !policyOf(book).isSoft ? { why: 'over-budget', left } : undefined;
}

function questionsTo(model: Model, request: Request, at: number): string[] {
  const people = peopleOf(request);
  const { confirmOverMinor: over = costOf(request) } = rulesOf(model, departmentOf(request));
  const isRepeat = model.gifts.some((gift) => {
    const { giver } = gift.request;
    const isSame = giver === request.giver && gift.amount === request.amount;
    const last = Math.max(gift.createdAt, gift.issuedAt);
    return isSame && people.includes(gift.recipient) && last > at - MINUTE_MS;
  });
  return [
    ...(people.length > 1 ? ['several'] : []),
    ...(costOf(request) > over ? ['large'] : []),
    ...(isRepeat ? ['repeated'] : []),
  ];
}

function reasonsToWait(model: Model, request: Request, at: number): string[] {
  const rules = rulesOf(model, departmentOf(request));
  const cost = costOf(request);
  const over = rules.approvalOverByRoleMinor[COMPANY[request.giver].role] ?? rules.approvalOverMinor;
  const available = availableIn(model.books[departmentOf(request)], at);
  return [
    ...(over !== undefined && cost > over ? ['over-threshold'] : []),
    ...(cost > available ? ['over-soft-budget'] : []),
  ];
}

/** Those who would get too much of what one gives in the period. */
function favourites(model: Model, request: Request, at: number) {
  const { pairShare } = rulesOf(model, departmentOf(request));
  const given = givenInPeriod(model, request, at);
  const all = sumOf(given) + costOf(request);
  if (!pairShare || all < pairShare.fromMinor) return [];
  return peopleOf(request).filter((one) => {
    const toThem = sumOf(given.filter(({ recipient }) => recipient === one)) + request.amount;
    return toThem * 100n > all * BigInt(pairShare.maxPercent);
  });
}

/** What a giver may give in a period by what was set for them, else by role and reports; null: as much as there is. */
export function allowanceOf(model: Model, { giver }: Pick<Request, 'giver'>): bigint | null {
  const own = model.allowances.get(giver) ?? null;
  if (own !== null) return own;
  const { allowanceMinor, allowancePerReportMinor: perReport } = rulesOf(model, departmentOf({ giver }));
  const { role, reports } = COMPANY[giver];
  if (allowanceMinor[role] === undefined && perReport === undefined) return null;
  return (allowanceMinor[role] ?? 0n) + (perReport ?? 0n) * BigInt(reports);
}

/** What somebody gave since the running period began. */
export function givenInPeriod(model: Model, { giver }: Pick<Request, 'giver'>, at: number): Gift[] {
  const book = model.books[departmentOf({ giver })];
  const { first } = periodNow(book, at);
  return countedGifts(model).filter(
    ({ request, createdAt }) => request.giver === giver && dayAt(createdAt, book.timeZone) >= first,
  );
}

/** What somebody got from everybody in the running calendar year, with what still waits. */
export function gotInYear(model: Model, recipient: Who, at: number) {
  const { timeZone } = model;
  const year = dayAt(at, timeZone).slice(0, 4);
  return countedGifts(model).filter(
    (gift) => gift.recipient === recipient && dayAt(gift.createdAt, timeZone).startsWith(year),
  );
}

export function costOf(request: Request): bigint {
  return request.amount * BigInt(peopleOf(request).length);
}
