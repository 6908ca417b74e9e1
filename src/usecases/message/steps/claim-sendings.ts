import { type ClaimedSending, type SendingJob, saveUnsent } from '#src/db/message/sending.ts';
import { MOST_LOST } from '#src/domain/kit/retry.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** What there is to do for a message that was due. Of one that is sent, being sent or not due yet nothing is said. */
export type Claim<Order> =
  | { kind: 'send'; order: Order }
  /** No way is left to reach its reader, or too many attempts were lost: a person must look. */
  | { kind: 'park'; reason: string };

/** By id; an error is that one's own. */
export type Claims<Order> = Map<string, Claim<Order> | Error>;

/** What is to become of a claimed message; `drop`: there is nothing to say any more. */
export type Plan<Order> = Claim<Order> | { kind: 'drop'; reason: string };

const LEASE_MS = 60_000;

/** From now, for a minute: a sender that dies loses what it claimed after that. */
export function newLease({ clock }: Pick<Deps, 'clock'>): { now: Date; leaseUntil: Date } {
  const now = clock.now();
  return { now, leaseUntil: new Date(now.getTime() + LEASE_MS) };
}

/** Gives up what is not to be sent. What was taken back meanwhile, or taken over by somebody else, is left out. */
export async function settleClaims<Order>(
  deps: Pick<Deps, 'db' | 'clock'>,
  job: SendingJob,
  planned: readonly { claimed: ClaimedSending; plan: Plan<Order> | Error }[],
): Promise<Claims<Order>> {
  const settled = planned.map(({ claimed, plan }) => ({ claimed, plan: isLost(claimed, plan) ?? plan }));
  const dueAt = deps.clock.now();
  const givenUp = settled.flatMap(({ claimed, plan }) => {
    if (plan instanceof Error || plan.kind === 'send') return [];
    const { closed, attempts } = claimed;
    const { reason } = plan;
    return [{ claimed, move: 'fail' as const, channel: undefined, reason, dueAt, closed, attempts }];
  });
  const ours = await saveUnsent(deps.db, job, givenUp);
  const claims: Claims<Order> = new Map();
  for (const { claimed, plan } of settled) {
    const isGone = !(plan instanceof Error) && plan.kind !== 'send' && !ours.has(claimed.id);
    if (plan instanceof Error || (plan.kind !== 'drop' && !isGone)) claims.set(claimed.id, plan);
  }
  return claims;
}

function isLost<Order>({ attempts }: ClaimedSending, plan: Plan<Order> | Error): Plan<Order> | undefined {
  if (plan instanceof Error || plan.kind === 'drop' || attempts < MOST_LOST) return undefined;
  return { kind: 'park', reason: `${attempts} attempts were lost` };
}

/** Why somebody can be reached no more, for the people who look after it. */
export function whyUnreachable(
  reader: { name: string; isDeactivated: boolean },
  { closed }: ClaimedSending,
): string {
  if (reader.isDeactivated) return `${reader.name} is deactivated`;
  const tried = Object.entries(closed).map(([channel, reason]) => `${channel}: ${reason}`);
  return [`no way left to reach ${reader.name}`, ...tried].join('; ');
}
