import { expect } from 'vitest';
import { type Book, payBack } from '../book.ts';
import { COMPANY, type Who } from '../company.ts';
import { departmentOf, type Gift, type Model, rulesOf } from '../model.ts';
import { giftFundsOf, isCardNow } from '../store.ts';
import { isClaimable } from './claim.ts';
import { kindOf, nowOf, pickFrom, type Step, step } from './step.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

export function redeem(back: number, by?: Who): Step {
  return step(`${by ?? 'its recipient'} redeems gift ${back} back`, async (model, real) => {
    const { core, people } = real;
    const gift = pickFrom(model.gifts, back, ({ status }) => status === 'issued');
    if (!gift) return;
    const { giftId } = gift;
    const outcome = await core.app.gift.redeem({ person: people[by ?? gift.recipient], giftId });

    const isTheirs = gift.status !== 'reserved' && (by ?? gift.recipient) === gift.recipient;
    const isOpen =
      isClaimable(gift, nowOf(real)) &&
      !isCardNow(gift) &&
      !gift.isReported &&
      !model.frozen.has(by ?? gift.recipient);
    expect(outcome.ok).toBe(isTheirs && isOpen);
    if (outcome.ok) gift.status = 'redeemed';
  });
}

/** Somebody, mostly its giver, undoes a gift, or all of its request's. */
export function undo(back: number, { isWhole, by }: { isWhole: boolean; by: Who | undefined }): Step {
  const name = `${by ?? 'its giver'} undoes gift ${back} back${isWhole ? ' and its like' : ''}`;
  return step(name, async (model, real) => {
    const picked = pickFrom(model.gifts, back, ({ status }) => status === 'issued');
    if (!picked) return;
    const { request, giftId } = picked;
    const person = real.people[by ?? request.giver];
    const of = isWhole ? { recognitionId: request.id } : { giftId };
    const outcome = await real.core.app.gift.undo({ person, of });

    const gifts = isWhole ? model.gifts.filter((gift) => gift.request === request) : [picked];
    const judged = gifts.map((gift) => judgeUndo(model, gift, { by: by ?? request.giver, at: nowOf(real) }));
    expect(kindOf(outcome)).toBe(judged.includes('done') ? 'done' : judged[0]);
    gifts.forEach((gift, index) => {
      if (judged[index] === 'done') takeBack(model.books[departmentOf(request)], gift, nowOf(real));
    });
  });
}

/** HR or finance ask a second person to approve that a gift is taken back. */
export function requestVoid(back: number, by: Who): Step {
  return step(`${by} wants gift ${back} back voided`, async (model, real) => {
    const gift = pickFrom(model.gifts, back, (one) => judgeVoid(one) === 'done');
    if (!gift) return;
    const { giftId, request, recipient } = gift;
    const person = real.people[by];
    const outcome = await real.core.app.approval.requestVoid({
      person,
      giftId,
      reason: 'sent to the wrong person',
    });

    const isAsked = model.approvals.some(
      ({ kind, status, gifts }) => kind === 'void' && status === 'open' && gifts.includes(gift),
    );
    const isAllowed = ['hr', 'finance', 'admin'].includes(COMPANY[by].role);
    const refusal = judgeVoid(gift);
    const expected = refusal === 'done' && isAsked ? 'void-asked-already' : refusal;
    expect(kindOf(outcome)).toBe(isAllowed ? expected : 'void-not-allowed');
    if (!outcome.ok) return;
    const department = departmentOf(request);
    model.approvals.push({
      id: outcome.value.approvalId,
      kind: 'void',
      department,
      requestedBy: by,
      excluded: [recipient, request.giver],
      expiresAt: nowOf(real) + rulesOf(model, department).approvalHours * HOUR_MS,
      wasAsked: false,
      status: 'open',
      request,
      gifts: [gift],
    });
  });
}

/** What taking a gift back for the organization comes to. */
function judgeVoid(gift: Gift | undefined): string {
  if (gift?.card?.status === 'ordered') return 'gift-card-ordered';
  switch (gift?.status) {
    case 'bought':
      return 'gift-card-bought';
    case 'reserved':
      return 'gift-waits';
    case 'reversed':
      return 'gift-reversed';
    case 'voided':
      return 'gift-withdrawn';
    case 'expired':
      return 'gift-expired';
    default:
      return 'done';
  }
}

/** The same, once it is approved: out of a wallet only what is still in it. */
export function judgeApprovedVoid(model: Model, gift: Gift | undefined): string {
  const isSpent = gift?.status === 'redeemed' && giftFundsOf(model, gift.recipient) < gift.amount;
  return isSpent ? 'wallet-too-low' : judgeVoid(gift);
}

/** The money goes back where it came from, or on where that is over, out of the wallet too where it was redeemed. */
export function takeBack(book: Book, gift: Gift, at: number): void {
  payBack(book, gift, at);
  gift.status = gift.status === 'redeemed' ? 'reversed' : 'voided';
  if (gift.card?.status === 'waiting') gift.card.status = 'dropped';
}

function judgeUndo(model: Model, gift: Gift, { by, at }: { by: Who; at: number }): string {
  const { giver } = gift.request;
  const { undoMinutes } = rulesOf(model, departmentOf(gift.request));
  if (by !== giver) return 'not-your-gift';
  if (gift.card?.status === 'ordered') return 'gift-card-ordered';
  if (gift.status === 'bought') return 'gift-card-bought';
  if (gift.status === 'redeemed' || gift.status === 'reversed') return 'gift-redeemed';
  if (gift.status === 'expired') return 'gift-expired';
  if (gift.status !== 'issued') return gift.status === 'voided' ? 'gift-withdrawn' : 'gift-waits';
  return at >= gift.issuedAt + undoMinutes * MINUTE_MS ? 'undo-over' : 'done';
}
