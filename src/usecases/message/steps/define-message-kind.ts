import { throughOutage } from '#src/db/kit/lost-answers.ts';
import type { Db, Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import {
  type LeasedMessage,
  type SendingJob,
  saveUnsent,
  type UnsentMessage,
} from '#src/db/message/sending.ts';
import type { ChainId } from '#src/domain/kit/chain-ids.ts';
import { MAX_LOST } from '#src/domain/kit/retry.ts';
import { asError } from '#src/kit/errors.ts';
import type { Log } from '#src/ports/log.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { nextStep } from './next-step.ts';
import type { AnyToSend, Sent } from './sending.ts';
import type { Attempt } from '#src/ports/message.ts';
import type { Lease, LeasePlan, Leases, NextStep } from '#src/domain/message/sending.ts';

type SendingDeps = Pick<Deps, 'db' | 'clock' | 'log' | 'keys' | 'queue'>;

/** A message that no way is left for, and why. */
export type FailedMessage = { leased: LeasedMessage; reason: string };

/** The parts in which kinds of message differ. */
type MessageKind<D, Leased, Facts, ToSend> = {
  /** The job that sends it, which also determines its table. */
  job: SendingJob;
  /** What the log calls its id. */
  chainId: ChainId;
  /** Sending it is an activity, and logged as one. */
  isActivity?: true;
  /** Leases those of these ids that are due. */
  lease: (db: Db, ids: readonly string[], lease: { now: Date; leaseUntil: Date }) => Promise<Leased[]>;
  /** Reads what the messages need, for all of them at once. */
  load: (deps: D, leased: readonly Leased[]) => Promise<Facts>;
  /** Decides what happens to a message. If it throws, only that message fails. */
  plan: (deps: D, leased: Leased, facts: Facts) => Promise<LeasePlan<ToSend>>;
  /** When the message started waiting. */
  since: (toSend: ToSend) => Date;
  /** Records messages as sent; called with at least one. */
  saveSent: (deps: D, sent: readonly Sent<ToSend>[]) => Promise<void>;
  /** Records what follows when messages may have arrived; called with at least one. */
  saveUnknown?: (deps: D, unknown: readonly ToSend[]) => Promise<void>;
  /** Tells whoever can act, in the transaction that fails the messages; called with at least one. */
  saveFailed?: (deps: D, tx: Tx, failed: readonly FailedMessage[]) => Promise<void>;
};

const LEASE_MS = 60_000;
/** A line stays a line: of a longer batch it has the first, and `debug` tells each. */
const MOST_IDS = 20;

/**
 * Builds the sender for a kind of message: states, leases, attempts, channels and retry times are the same for all
 * kinds.
 */
export function defineMessageKind<
  D extends SendingDeps,
  Leased extends LeasedMessage,
  Facts,
  ToSend extends AnyToSend,
>(kind: MessageKind<D, Leased, Facts, ToSend>) {
  const { lease, load, plan, since, saveSent, saveUnknown } = kind;

  return {
    /**
     * Leases messages to send now. They are marked `sending` before anything is sent, and a sender that dies loses them
     * after a minute. Messages that should not be sent are given up.
     */
    lease: async (deps: D, ids: readonly string[]): Promise<Leases<ToSend>> => {
      const now = deps.clock.now();
      const leased = await lease(deps.db, ids, { now, leaseUntil: new Date(now.getTime() + LEASE_MS) });
      const facts = await load(deps, leased);
      const planned = await Promise.all(
        leased.map(async (one) => ({
          leased: one,
          plan: await plan(deps, one, facts).catch(asError),
        })),
      );
      const leases = await resolveLeases(deps, kind, planned);
      logLeases(deps.log, kind, leases);
      return leases;
    },

    /**
     * Records the outcomes of attempts and returns the next steps in the same order. A way that has ended is not tried
     * again; the next one is. When another sender has taken a message over, it decides the next step.
     *
     * Retries while the database is unreachable: a message not recorded as sent would be sent again.
     */
    record: async (deps: D, attempts: readonly Attempt<ToSend>[]): Promise<NextStep[]> => {
      const unknown = attempts.flatMap(({ toSend, outcome }) =>
        outcome.status === 'unknown' ? [toSend] : [],
      );
      const sent = attempts.flatMap(({ toSend, outcome, card }) =>
        outcome.status === 'sent'
          ? [{ toSend, messageId: outcome.messageId, card, placed: outcome.placed }]
          : [],
      );
      if (saveUnknown && unknown.length > 0) await persistently(() => saveUnknown(deps, unknown));
      const steps = await persistently(async (): Promise<NextStep[]> => {
        if (sent.length > 0) await saveSent(deps, sent);
        const now = deps.clock.now();
        const unsent = attempts.map(({ toSend, outcome }) =>
          outcome.status === 'sent' ? undefined : nextStep(toSend, outcome, { since: since(toSend), now }),
        );
        const rows = unsent.flatMap((one) => one?.row ?? []);
        const ours = await saveSteps(deps, kind, rows);
        return unsent.map((one) => (one && ours.has(one.row.leased.id) ? one.step : { kind: 'done' }));
      });
      logAttempts(deps.log, kind, { attempts, steps });
      return steps;
    },
  };
}

function persistently<T>(write: () => Promise<T>): Promise<T> {
  return throughOutage(write, { isPersistent: true });
}

type Planned<ToSend> = { leased: LeasedMessage; plan: LeasePlan<ToSend> | Error };

/**
 * Gives up messages that should not be sent, and returns the rest. Dropped ones, and ones that another sender has taken
 * over, are missing from the result.
 */
async function resolveLeases<D extends SendingDeps, ToSend extends AnyToSend>(
  deps: D,
  kind: SavingKind<D>,
  planned: readonly Planned<ToSend>[],
): Promise<Leases<ToSend>> {
  const now = deps.clock.now();
  const resolved = planned.map(({ leased, plan }) => ({ leased, ...resolveLease(leased, plan, now) }));
  const ours = await saveSteps(
    deps,
    kind,
    resolved.flatMap(({ row }) => row ?? []),
  );
  return new Map(
    resolved.flatMap(({ leased, row, lease }) => {
      return lease && (!row || ours.has(leased.id)) ? [[leased.id, lease] as const] : [];
    }),
  );
}

type Resolved<ToSend> = { row?: UnsentMessage; lease?: Lease<ToSend> | Error };

/** A way whose attempts were all lost with their senders has ended. */
function resolveLease<ToSend extends AnyToSend>(
  leased: LeasedMessage,
  plan: LeasePlan<ToSend> | Error,
  now: Date,
): Resolved<ToSend> {
  if (plan instanceof Error) return { lease: plan };
  if (plan.kind === 'send') {
    if (leased.attempts < MAX_LOST) return { lease: plan };
    const outcome = { status: 'failed' as const, reason: `${leased.attempts} attempts were lost` };
    const { row, step } = nextStep({ ...plan.toSend, leased }, outcome, { since: now, now });
    return step.kind === 'done' ? { row } : { row, lease: step };
  }
  if (plan.kind === 'again') return { lease: plan };
  if (plan.kind === 'leave') return leave(leased, plan, now);
  const row = { leased, move: 'fail' as const, channel: undefined, reason: plan.reason, dueAt: now };
  return plan.kind === 'fail' ? { row, lease: plan } : { row: { ...row, isDropped: true } };
}

function leave(
  leased: LeasedMessage,
  { reason, afterMs }: { reason: string; afterMs: number },
  now: Date,
): Resolved<never> {
  const dueAt = new Date(now.getTime() + afterMs);
  const row = { leased, move: 'postpone' as const, channel: undefined, reason, dueAt };
  return { row, lease: { kind: 'again', afterMs } };
}

/** What `saveSteps` needs of a kind of message. */
type SavingKind<D> = {
  job: SendingJob;
  saveFailed?: (deps: D, tx: Tx, failed: readonly FailedMessage[]) => Promise<void>;
};

/** Records messages that were not sent; those that failed and the news of it are one transaction. */
async function saveSteps<D extends SendingDeps>(
  deps: D,
  { job, saveFailed }: SavingKind<D>,
  rows: readonly UnsentMessage[],
): Promise<Set<string>> {
  const mayFail = rows.some(({ move, isDropped }) => move === 'fail' && !isDropped);
  if (!saveFailed || !mayFail) return saveUnsent(deps.db, job, rows);
  return transact(deps, async (tx) => {
    const ours = await saveUnsent(tx, job, rows);
    const failed = rows.filter(({ leased, move, isDropped }) => {
      return move === 'fail' && !isDropped && ours.has(leased.id);
    });
    if (failed.length > 0) await saveFailed(deps, tx, failed);
    return ours;
  });
}

/** How the log names a kind of message. */
type LogNames = Pick<MessageKind<never, never, never, never>, 'job' | 'chainId' | 'isActivity'>;

function logLeases<ToSend extends AnyToSend>(
  log: Log,
  { job, chainId }: LogNames,
  leases: Leases<ToSend>,
): void {
  for (const [id, lease] of leases) {
    if (lease instanceof Error) continue;
    const channel = lease.kind === 'send' ? lease.toSend.channel : undefined;
    log.debug({ job, [chainId]: id, channel, plan: lease.kind }, 'Message leased');
  }
}

/** Leaves out why a message was not sent: the reason may name people. */
function logAttempts<ToSend extends AnyToSend>(
  log: Log,
  { job, chainId, isActivity }: LogNames,
  { attempts, steps }: { attempts: readonly Attempt<ToSend>[]; steps: readonly NextStep[] },
): void {
  for (const [index, { toSend, outcome }] of attempts.entries()) {
    const { leased, channel } = toSend;
    const fields = { job, [chainId]: leased.id, channel, outcome: outcome.status, next: steps[index]?.kind };
    log.debug(fields, 'Message attempt recorded');
  }
  const sent = attempts
    .filter(({ outcome }) => outcome.status === 'sent')
    .map(({ toSend }) => toSend.leased.id);
  if (isActivity || sent.length === 0) return;
  const ids = sent.length === 1 ? { [chainId]: sent[0] } : { [`${chainId}s`]: sent.slice(0, MOST_IDS) };
  log.info({ job, ...ids, ...(sent.length > 1 && { count: sent.length }) }, 'Message sent');
}
