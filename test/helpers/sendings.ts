import type { AnswerToSend, App, DeliveryToSend, NotificationToSend } from '#src/app.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import type { NextStep } from '#src/domain/message/sending.ts';

type Leased<Leases> = Leases extends Map<string, infer One> ? Exclude<One, Error> : never;
type Leasing = App['message'] & App['recognition'];
type LeaseOf<K extends 'leaseAnswers' | 'leaseDeliveries' | 'leaseNotifications'> =
  | Leased<Awaited<ReturnType<Leasing[K]>>>
  | { kind: 'nothing' };

/** Leases one message, as its job does with many. */
export function leaseAnswer(app: App, id: string): Promise<LeaseOf<'leaseAnswers'>> {
  return one(app.recognition.leaseAnswers([id]), id);
}

export function leaseDelivery(app: App, id: string): Promise<LeaseOf<'leaseDeliveries'>> {
  return one(app.message.leaseDeliveries([id]), id);
}

export function leaseNotification(app: App, id: string): Promise<LeaseOf<'leaseNotifications'>> {
  return one(app.message.leaseNotifications([id]), id);
}

async function one<Lease>(
  leases: Promise<Map<string, Lease | Error>>,
  id: string,
): Promise<Lease | { kind: 'nothing' }> {
  const lease = (await leases).get(id);
  if (lease instanceof Error) throw lease;
  return lease ?? { kind: 'nothing' };
}

/** Writes what came of one message. */
export async function recordAnswer(app: App, toSend: AnswerToSend, outcome: SendOutcome): Promise<NextStep> {
  return first(await app.recognition.recordAnswers([{ toSend, outcome }]));
}

export async function recordDelivery(
  app: App,
  toSend: DeliveryToSend,
  outcome: SendOutcome,
): Promise<NextStep> {
  return first(await app.message.recordDeliveries([{ toSend, outcome }]));
}

export async function recordNotification(
  app: App,
  toSend: NotificationToSend,
  outcome: SendOutcome,
): Promise<NextStep> {
  return first(await app.message.recordNotifications([{ toSend, outcome }]));
}

function first([step]: readonly NextStep[]): NextStep {
  if (!step) throw new Error('nothing was said of what comes next');
  return step;
}
