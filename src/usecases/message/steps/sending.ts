import type { Db } from '#src/db/kit/schema.ts';
import type { LeasedMessage, SendingJob } from '#src/db/message/sending.ts';
import type { Channel } from '#src/domain/message/channels.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** What there is to do for a message that was due. Of one that is sent, being sent or not due yet nothing is said. */
export type Lease<ToSend> =
  | { kind: 'send'; toSend: ToSend }
  /** No way is left to reach its reader, or too many attempts were lost: a person must look. */
  | { kind: 'fail'; reason: string };

/** By id; an error is that one's own. */
export type Leases<ToSend> = Map<string, Lease<ToSend> | Error>;

/** What is to become of a leased message; `drop`: there is nothing to say any more. */
export type LeasePlan<ToSend> = Lease<ToSend> | { kind: 'drop'; reason: string };

/** What every message to send says. Without a channel there is but one way to its reader. */
export type AnyToSend = { leased: LeasedMessage; channel?: Channel };

/** What came of a message that was to be sent. */
export type Attempt<ToSend> = { toSend: ToSend; outcome: SendOutcome };

/** A message that is with its reader, with the platform's id for it. */
export type Sent<ToSend> = { toSend: ToSend; messageId: string };

/** What is to be done next: nothing, come back, or have a person look. */
export type NextStep =
  | { kind: 'done' }
  | { kind: 'again'; afterMs: number }
  | { kind: 'fail'; reason: string };

export type SendingDeps = Pick<Deps, 'db' | 'clock'>;

/**
 * One kind of message: what is its own. States, leases, attempts, channels and retry times are the same for all kinds; see
 * `leaseMessages` and `recordAttempts`.
 */
export type Sending<D extends SendingDeps, Leased extends LeasedMessage, Facts, ToSend extends AnyToSend> = {
  /** The job that sends it, by which its table is known. */
  job: SendingJob;
  /** Takes those that are due, of some ids. */
  lease: (db: Db, ids: readonly string[], lease: { now: Date; leaseUntil: Date }) => Promise<Leased[]>;
  /** Reads what messages are made of, for all of them at once. */
  load: (deps: D, leased: readonly Leased[]) => Promise<Facts>;
  /** Says what is to become of a message. What it throws is that one's own fault. */
  plan: (deps: D, leased: Leased, facts: Facts) => LeasePlan<ToSend> | Promise<LeasePlan<ToSend>>;
  /** Since when a message waits. */
  since: (toSend: ToSend) => Date;
  /** Writes that messages are with their readers, one at least. */
  saveSent: (deps: D, sent: readonly Sent<ToSend>[]) => Promise<void>;
  /** Writes what follows from it that messages may be with their readers, one at least. */
  saveUnknown?: (deps: D, unknown: readonly ToSend[]) => Promise<void>;
};
