import { expect } from 'vitest';
import type { Refusal } from '#src/domain/outcome.ts';
import { moneyOf } from '#src/domain/kit/money.ts';
import { openApproval } from '../approvers.ts';
import { openPage, pay, periodNow } from '../book.ts';
import type { Who } from '../company.ts';
import { costOf, judge, type Verdict } from '../judge.ts';
import { departmentOf, type Model, peopleOf, type Request, type Wish } from '../model.ts';
import { cardOfNew } from '../store.ts';
import { claimByOf } from './claim.ts';
import { kindOf, nowOf, pickFrom, type Real, type Step, step, typed } from './step.ts';
import { stateOfRecognition } from '#test/helpers/reads.ts';

const HOUR_MS = 3_600_000;

const STATUSES = {
  refused: 'refused',
  asked: 'awaiting_confirmation',
  waits: 'awaiting_approval',
  issued: 'issued',
} as const;

/** Somebody asks to give. It waits for the worker: until the next request, confirmation or round of it. */
export function ask(wish: Wish, isConfirmed: boolean): Step {
  const { giver, named, members, amount } = wish;
  const group = members.length > 0 ? ` and a group of ${members.join(', ')}` : '';
  const name = `${giver} asks for ${named.join(', ')}${group} ${amount}${isConfirmed ? ', confirmed' : ''}`;
  return step(name, async (model, { company }) => {
    const recipients = [
      ...named.map(company.ref),
      ...members.map((one) => ({ ...company.ref(one), viaGroup: 'team' })),
    ];
    const { id } = await company.ask(giver, '', typed(amount), { recipients, isConfirmed });
    model.requests.push({ ...wish, id, isConfirmed, status: 'queued', decidedAt: 0, missing: 0n });
  });
}

/** The worker decides all that is queued, in one batch; what was decided before is enqueued again, and stays as it is. */
export function work(): Step {
  return step('the worker comes round', async (model, real) => {
    const at = nowOf(real);
    const queued = model.requests.filter(({ status }) => status === 'queued');
    const ids = model.requests.map(({ id }) => id);
    await real.core.app.recognition.issue([...ids, ...ids]);

    for (const request of queued) openPage(bookOf(model, request), periodNow(bookOf(model, request), at));
    for (const request of queued) await decideOne(model, real, request);
  });
}

/** Asks and has it decided at once. */
export function give(wish: Wish, isConfirmed: boolean): Step {
  const asking = ask(wish, isConfirmed);
  return step(`${String(asking)} and the worker comes`, async (model, real) => {
    await asking.run(model, real);
    await work().run(model, real);
  });
}

/** The last request once more, so many seconds later. */
export function again(seconds: number): Step {
  return step(`the same again ${seconds} seconds later`, async (model, real) => {
    const last = model.requests.at(-1);
    if (!last) return;
    real.core.clock.advance(seconds * 1_000);
    const { giver, named, members, amount } = last;
    await give({ giver, named, members, amount }, false).run(model, real);
  });
}

/** Somebody, mostly its giver, presses Confirm or Cancel. */
export function answer(back: number, isYes: boolean, by?: Who): Step {
  const name = `${by ?? 'its giver'} ${isYes ? 'confirms' : 'cancels'} request ${back} back`;
  return step(name, async (model, real) => {
    const request = pickFrom(model.requests, back, ({ status }) => status === 'asked');
    if (!request) return;
    const person = real.people[by ?? request.giver];
    const pressed = {
      organizationId: person.organizationId,
      recognitionId: request.id,
      giverId: person.id,
      replyTo: null,
    };
    const { confirm, cancel } = real.core.app.recognition;
    const outcome = await (isYes ? confirm(pressed) : cancel(pressed));

    const isTheirs = request.decidedAt > 0 && (by ?? request.giver) === request.giver;
    const isLate = isYes && request.decidedAt < nowOf(real) - HOUR_MS;
    if (request.status === 'asked' && isTheirs && isLate) request.status = 'cancelled';
    const isWaiting = request.status === 'asked' && isTheirs;
    expect(kindOf(outcome)).toBe(isTheirs ? 'done' : 'not-yours-to-confirm');
    if (outcome.ok) expect(outcome.value.isChanged).toBe(isWaiting);
    if (isWaiting)
      Object.assign(request, isYes ? { status: 'queued', isConfirmed: true } : { status: 'cancelled' });
  });
}

function bookOf(model: Model, request: Request) {
  return model.books[departmentOf(request)];
}

async function decideOne(model: Model, real: Real, request: Request): Promise<void> {
  const at = nowOf(real);
  const verdict = judge(model, request, at);
  const { recognition, gifts } = await stateOfRecognition(real.core, request.id);

  const told = { status: STATUSES[verdict.status], ...toldOf(verdict) };
  const { refusal, reviewReasons } = recognition;
  expect({
    status: recognition.status,
    why: refusal?.kind,
    left: figureOf(refusal),
    reviewReasons: reviewReasons.map(({ kind }) => kind),
  }).toEqual({ why: undefined, left: undefined, reviewReasons: [], ...told });
  request.status = verdict.status;
  request.decidedAt = at;
  if (verdict.status === 'refused' && verdict.why === 'over-budget') {
    request.missing = costOf(request) - (verdict.left ?? 0n);
  }
  const isGiven = verdict.status === 'waits' || verdict.status === 'issued';
  expect(gifts).toHaveLength(isGiven ? peopleOf(request).length : 0);
  const giftIds = new Map(gifts.map(({ recipientName, giftId }) => [firstName(recipientName), giftId]));
  if (isGiven) write(model, request, { at, giftIds });
  if (verdict.status !== 'waits') return;
  const id = await findApprovalId(real, request);
  model.approvals.push(openApproval(model, request, { id, kind: 'gift', at }));
}

function toldOf(verdict: Verdict) {
  if (verdict.status !== 'refused') return { reviewReasons: verdict.reviewReasons };
  return { why: verdict.why, left: verdict.left };
}

function figureOf(refusal: Refusal | null): bigint | undefined {
  if (!refusal) return undefined;
  if ('left' in refusal) return moneyOf(refusal.left).amountMinor;
  if ('most' in refusal && typeof refusal.most === 'object') return moneyOf(refusal.most).amountMinor;
  return 'least' in refusal ? moneyOf(refusal.least).amountMinor : undefined;
}

type Written = { at: number; giftIds: ReadonlyMap<string, string> };

function write(model: Model, request: Request, { at, giftIds }: Written): void {
  for (const recipient of peopleOf(request)) {
    const payment = pay(bookOf(model, request), request.amount, at);
    const status = request.status === 'issued' ? 'issued' : 'reserved';
    const giftId = giftIds.get(recipient) ?? '';
    const claimBy = status === 'issued' ? claimByOf(model, { request, recipient }, at) : undefined;
    model.gifts.push({
      ...payment,
      giftId,
      request,
      recipient,
      createdAt: at,
      issuedAt: at,
      claimBy,
      status,
      card: cardOfNew(model, request, { at, status }),
    });
  }
}

function firstName(name: string): string {
  return (name.split(' ')[0] ?? '').toLowerCase();
}

async function findApprovalId({ core }: Real, request: Request): Promise<string> {
  const query = core.db.selectFrom('approval').select('id').where('subject_id', '=', request.id);
  return (await query.executeTakeFirstOrThrow()).id;
}
