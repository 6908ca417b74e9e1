import { type LeasedMessage, type SendingJob, saveUnsent } from '#src/db/message/sending.ts';
import { MAX_LOST } from '#src/domain/kit/retry.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** What to do about a message that was due. One that is sent, being sent or not due yet is left out. */
export type Lease<ToSend> =
  | { kind: 'send'; toSend: ToSend }
  /** No way is left to reach its reader, or too many attempts were lost: a person must look. */
  | { kind: 'fail'; reason: string };

/** By id; an error is that one's own. */
export type Leases<ToSend> = Map<string, Lease<ToSend> | Error>;

/** What is to become of a leased message; `drop`: there is nothing to say any more. */
export type LeasePlan<ToSend> = Lease<ToSend> | { kind: 'drop'; reason: string };

const LEASE_MS = 60_000;

/** From now, for a minute: a sender that dies loses its leases after that. */
export function newLease({ clock }: Pick<Deps, 'clock'>): { now: Date; leaseUntil: Date } {
  const now = clock.now();
  return { now, leaseUntil: new Date(now.getTime() + LEASE_MS) };
}

/** Gives up what is not to be sent. What was taken back meanwhile, or taken over by somebody else, is left out. */
export async function resolveLeases<ToSend>(
  deps: Pick<Deps, 'db' | 'clock'>,
  job: SendingJob,
  planned: readonly { leased: LeasedMessage; plan: LeasePlan<ToSend> | Error }[],
): Promise<Leases<ToSend>> {
  const settled = planned.map(({ leased, plan }) => ({ leased, plan: isLost(leased, plan) ?? plan }));
  const dueAt = deps.clock.now();
  const givenUp = settled.flatMap(({ leased, plan }) => {
    if (plan instanceof Error || plan.kind === 'send') return [];
    const { closed, attempts } = leased;
    const { reason } = plan;
    return [{ leased, move: 'fail' as const, channel: undefined, reason, dueAt, closed, attempts }];
  });
  const ours = await saveUnsent(deps.db, job, givenUp);
  const leases: Leases<ToSend> = new Map();
  for (const { leased, plan } of settled) {
    const isGone = !(plan instanceof Error) && plan.kind !== 'send' && !ours.has(leased.id);
    if (plan instanceof Error || (plan.kind !== 'drop' && !isGone)) leases.set(leased.id, plan);
  }
  return leases;
}

function isLost<ToSend>(
  { attempts }: LeasedMessage,
  plan: LeasePlan<ToSend> | Error,
): LeasePlan<ToSend> | undefined {
  if (plan instanceof Error || plan.kind === 'drop' || attempts < MAX_LOST) return undefined;
  return { kind: 'fail', reason: `${attempts} attempts were lost` };
}

/** Why somebody can no longer be reached, for the people who look into it. */
export function whyUnreachable(
  reader: { name: string; isDeactivated: boolean },
  { closed }: LeasedMessage,
): string {
  if (reader.isDeactivated) return `${reader.name} is deactivated`;
  const tried = Object.entries(closed).map(([channel, reason]) => `${channel}: ${reason}`);
  return [`no way left to reach ${reader.name}`, ...tried].join('; ');
}
