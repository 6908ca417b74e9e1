import type { LeasedMessage } from '#src/db/message/sending.ts';
import { leaseMessages } from './lease-messages.ts';
import { recordAttempts } from './record-attempts.ts';
import type { AnyToSend, Attempt, Leases, NextStep, Sending, SendingDeps } from './sending.ts';

/** Gives what a kind of message is sent by: a lease before, and a record of what came of it. */
export function defineSending<
  D extends SendingDeps,
  Leased extends LeasedMessage,
  Facts,
  ToSend extends AnyToSend,
>(sending: Sending<D, Leased, Facts, ToSend>) {
  return {
    lease: (deps: D, ids: readonly string[]): Promise<Leases<ToSend>> => leaseMessages(deps, sending, ids),
    record: (deps: D, attempts: readonly Attempt<ToSend>[]): Promise<NextStep[]> =>
      recordAttempts(deps, sending, attempts),
  };
}
