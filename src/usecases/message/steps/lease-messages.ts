import { type LeasedMessage, saveUnsent } from '#src/db/message/sending.ts';
import { MAX_LOST } from '#src/domain/kit/retry.ts';
import { asError } from '#src/kit/errors.ts';
import type { AnyToSend, LeasePlan, Leases, Sending, SendingDeps } from './sending.ts';

const LEASE_MS = 60_000;

type Planned<ToSend> = { leased: LeasedMessage; plan: LeasePlan<ToSend> | Error };

/**
 * Takes messages to be sent now. They are marked `sending` before anything is sent, and a sender that dies loses them after
 * a minute. What is not to be sent is given up; what was taken back or taken over meanwhile is left out.
 */
export async function leaseMessages<
  D extends SendingDeps,
  Leased extends LeasedMessage,
  Facts,
  ToSend extends AnyToSend,
>(deps: D, sending: Sending<D, Leased, Facts, ToSend>, ids: readonly string[]): Promise<Leases<ToSend>> {
  const now = deps.clock.now();
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  const leased = await sending.lease(deps.db, ids, { now, leaseUntil });
  if (leased.length === 0) return new Map();
  const facts = await sending.load(deps, leased);
  const planOne = async (one: Leased) => sending.plan(deps, one, facts);
  const plans = await Promise.all(leased.map((one) => planOne(one).catch(asError)));
  const planned = leased.flatMap((one, index): Planned<ToSend>[] => {
    const plan = plans[index];
    return plan ? [{ leased: one, plan: failIfLost(one, plan) }] : [];
  });
  return leasesOf(planned, await giveUp(deps, sending, planned));
}

function failIfLost<ToSend>(
  { attempts }: LeasedMessage,
  plan: LeasePlan<ToSend> | Error,
): LeasePlan<ToSend> | Error {
  if (plan instanceof Error || plan.kind === 'drop' || attempts < MAX_LOST) return plan;
  return { kind: 'fail', reason: `${attempts} attempts were lost` };
}

/** Gives up what is not to be sent, and gives the ids of those that were still ours to give up. */
async function giveUp<ToSend>(
  { db, clock }: SendingDeps,
  { job }: Pick<Sending<never, never, never, never>, 'job'>,
  planned: readonly Planned<ToSend>[],
): Promise<Set<string>> {
  const givenUp = planned.flatMap(({ leased, plan }) => {
    if (plan instanceof Error || plan.kind === 'send') return [];
    const { closed, attempts } = leased;
    const { reason } = plan;
    return [
      { leased, move: 'fail' as const, channel: undefined, reason, dueAt: clock.now(), closed, attempts },
    ];
  });
  return saveUnsent(db, job, givenUp);
}

function leasesOf<ToSend>(planned: readonly Planned<ToSend>[], givenUp: ReadonlySet<string>): Leases<ToSend> {
  const leases: Leases<ToSend> = new Map();
  for (const { leased, plan } of planned) {
    const isToldOf = plan instanceof Error || plan.kind === 'send' || givenUp.has(leased.id);
    if (isToldOf && (plan instanceof Error || plan.kind !== 'drop')) leases.set(leased.id, plan);
  }
  return leases;
}
