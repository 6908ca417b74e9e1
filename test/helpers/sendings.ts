import type { AnswerOrder, App, DeliveryOrder, NextStep, NoticeOrder } from '#src/app.ts';
import type { SendOutcome } from '#src/ports/message.ts';

type Claimed<Claims> = Claims extends Map<string, infer One> ? Exclude<One, Error> : never;
type ClaimOf<K extends 'claimAnswers' | 'claimDeliveries' | 'claimNotices'> =
  | Claimed<Awaited<ReturnType<App[K]>>>
  | { kind: 'nothing' };

/** Claims one message, as its job does with many. */
export function claimAnswer(app: App, id: string): Promise<ClaimOf<'claimAnswers'>> {
  return one(app.claimAnswers([id]), id);
}

export function claimDelivery(app: App, id: string): Promise<ClaimOf<'claimDeliveries'>> {
  return one(app.claimDeliveries([id]), id);
}

export function claimNotice(app: App, id: string): Promise<ClaimOf<'claimNotices'>> {
  return one(app.claimNotices([id]), id);
}

async function one<Claim>(
  claims: Promise<Map<string, Claim | Error>>,
  id: string,
): Promise<Claim | { kind: 'nothing' }> {
  const claim = (await claims).get(id);
  if (claim instanceof Error) throw claim;
  return claim ?? { kind: 'nothing' };
}

/** Writes what came of one order. */
export async function recordAnswer(app: App, order: AnswerOrder, outcome: SendOutcome): Promise<NextStep> {
  return first(await app.recordAnswers([{ order, outcome }]));
}

export async function recordDelivery(
  app: App,
  order: DeliveryOrder,
  outcome: SendOutcome,
): Promise<NextStep> {
  return first(await app.recordDeliveries([{ order, outcome }]));
}

export async function recordNotice(app: App, order: NoticeOrder, outcome: SendOutcome): Promise<NextStep> {
  return first(await app.recordNotices([{ order, outcome }]));
}

function first([step]: readonly NextStep[]): NextStep {
  if (!step) throw new Error('nothing was said of what comes next');
  return step;
}
