import { expect } from 'vitest';
import { dueJobs } from '#jobs/jobs.ts';
import { approversOf, openApproval } from '../approvers.ts';
import type { Who } from '../company.ts';
import type { Approval, Model, Request } from '../model.ts';
import { judgeApprovedVoid, takeBack } from './take-back.ts';
import { undoneAt } from '../store.ts';
import { claimByOf } from './claim.ts';
import { kindOf, nowOf, pickFrom, type Step, step } from './step.ts';

const HOUR_MS = 3_600_000;

/** What somebody says to an approval; a decline with its reason, which may be missing. */
export type Word = { kind: 'approve' } | { kind: 'decline'; reason: string };

/** Somebody, mostly one of those who may, says something to an approval. */
export function decide(back: number, word: Word, who?: Who): Step {
  return step(`${who ?? 'an approver'} says ${word.kind} to approval ${back} back`, async (model, real) => {
    const approval = pickFrom(model.approvals, back, ({ status }) => status === 'open');
    if (!approval) return;
    const at = nowOf(real);
    const by = who ?? approversOf(model, approval, at)[0] ?? 'finn';
    const expected = judgeWord(model, approval, { by, word, at });
    const person = real.people[by];
    const outcome = await real.core.app.approval.decide({ person, approvalId: approval.id, decision: word });

    expect(kindOf(outcome)).toBe(expected);
    if (expected === 'already-expired' && approval.status === 'open')
      end(model, approval, { status: 'expired', at });
    if (expected === 'done' && word.kind === 'decline') end(model, approval, { status: 'declined', at });
    if (expected !== 'done' || word.kind !== 'approve') return;
    approval.status = 'approved';
    approve(model, approval, at);
  });
}

/** Somebody, mostly who asked for it, no longer wants a decision. */
export function withdraw(back: number, who?: Who): Step {
  return step(`${who ?? 'who asked'} withdraws approval ${back} back`, async (model, real) => {
    const approval = pickFrom(model.approvals, back, ({ status }) => status === 'open');
    if (!approval) return;
    const by = who ?? approval.requestedBy;
    const person = real.people[by];
    const outcome = await real.core.app.approval.withdraw({ person, approvalId: approval.id });

    const expected = approval.status === 'open' ? 'done' : `already-${approval.status}`;
    expect(kindOf(outcome)).toBe(by === approval.requestedBy ? expected : 'not-yours-to-withdraw');
    if (outcome.ok) end(model, approval, { status: 'withdrawn', at: nowOf(real) });
  });
}

/** The sweep: asks approvers, lets expire what waited too long, and cancels what nobody confirmed within an hour. */
export function sweep(): Step {
  return step('the sweep comes round', async (model, real) => {
    const at = nowOf(real);
    await real.core.app.jobs.enqueueDue(dueJobs);
    for (const { id } of model.approvals) await real.core.app.approval.advance(id);

    for (const request of model.requests) {
      if (request.status === 'asked' && request.decidedAt < at - HOUR_MS) request.status = 'cancelled';
    }
    for (const approval of model.approvals.filter(({ status }) => status === 'open')) {
      const isHopeless = !approval.wasAsked && approversOf(model, approval, at).length === 0;
      if (approval.expiresAt <= at || isHopeless) end(model, approval, { status: 'expired', at });
      approval.wasAsked = true;
    }
  });
}

export function delegate(from: Who, to: Who, hours: { from: number; until: number }): Step {
  return step(`${from} is away from ${hours.from} to ${hours.until} for ${to}`, async (model, real) => {
    const people = { from: real.people[from], to: real.people[to] };
    const at = nowOf(real);
    const [start, end] = [at + hours.from * HOUR_MS, at + hours.until * HOUR_MS];
    const isOver = end <= start || end <= at;
    const times = { startsAt: new Date(start), endsAt: new Date(end) };
    const outcome = await real.core.app.approval.delegate({ ...people, ...times });

    expect(kindOf(outcome)).toBe(from === to ? 'own-delegate' : isOver ? 'time-is-over' : 'done');
    if (outcome.ok) model.delegations.push({ from, to, start, end });
  });
}

/** The giver of a request asks finance for what the budget lacked. */
export function requestFunds(back: number): Step {
  return step(`more funds for request ${back} back`, async (model, real) => {
    const request = pickFrom(model.requests, back, ({ missing }) => missing > 0n);
    if (!request) return;
    const person = real.people[request.giver];
    const outcome = await real.core.app.approval.requestFunds({ person, recognitionId: request.id });

    expect(kindOf(outcome)).toBe(judgeAsking(model, request));
    if (!outcome.ok) return;
    const { id } = outcome.value;
    expect(outcome.value.amountMinor).toBe(request.missing);
    model.approvals.push(openApproval(model, request, { id, kind: 'funds', at: nowOf(real) }));
  });
}

function judgeAsking(model: Model, request: Request): string {
  if (request.missing === 0n) return 'no-funds-to-ask';
  const before = model.approvals.findLast((one) => one.kind === 'funds' && one.request === request);
  if (before?.status === 'open') return 'funds-asked';
  const isFinal = before?.status === 'approved' || before?.status === 'declined';
  return isFinal ? `already-${before.status}` : 'done';
}

function judgeWord(model: Model, approval: Approval, said: { by: Who; word: Word; at: number }): string {
  const { by, word, at } = said;
  if (approval.status !== 'open') return `already-${approval.status}`;
  if (!approversOf(model, approval, at).includes(by)) return 'not-approver';
  if (word.kind === 'decline' && word.reason === '') return 'reason-missing';
  const isFrozen = approval.kind === 'gift' && model.books[approval.department].isFrozen;
  if (word.kind === 'approve' && isFrozen) return 'budget-frozen';
  if (approval.expiresAt <= at) return 'already-expired';
  const isVoid = approval.kind === 'void' && word.kind === 'approve';
  return isVoid ? judgeApprovedVoid(model, approval.gifts[0]) : 'done';
}

function approve(model: Model, { kind, department, request, gifts }: Approval, at: number): void {
  const book = model.books[department];
  switch (kind) {
    case 'gift':
      request.status = 'issued';
      for (const gift of gifts) {
        Object.assign(gift, { status: 'issued', issuedAt: at, claimBy: claimByOf(model, gift, at) });
        if (gift.card) gift.card.dueAt = undoneAt(model, department, at);
      }
      return;
    case 'funds':
      book.topUp += request.missing;
      return;
    case 'void':
      for (const gift of gifts) takeBack(book, gift, at);
      return;
    default:
      throw new Error(kind satisfies never);
  }
}

/** Without a yes: what was put aside goes back. */
function end(
  model: Model,
  approval: Approval,
  { status, at }: { status: 'declined' | 'expired' | 'withdrawn'; at: number },
): void {
  approval.status = status;
  if (approval.kind !== 'gift') return;
  approval.request.status = status === 'withdrawn' ? 'cancelled' : 'declined';
  for (const gift of approval.gifts) takeBack(model.books[approval.department], gift, at);
}
