import { sql } from 'kysely';
import { groupBy } from './group-by.ts';
import type { Bank } from './open-bank.ts';
import type { Asked } from './tally.ts';

type KeptGift = { recipientId: string; departmentId: string; amountMinor: string; status: string };
type Kept = { token: string; status: string; giverId: string | null; gifts: KeptGift[] };

/** Where what the database keeps of requests differs from what the bank asked for and was told, in words. */
export async function compareRequests({ postgres: { db }, tally }: Bank): Promise<string[]> {
  const { rows } = await sql<Kept>`
    select r.message as token, r.status, r.giver_id as "giverId",
           coalesce(jsonb_agg(jsonb_build_object(
             'recipientId', g.recipient_id, 'departmentId', g.department_id, 'amountMinor', g.amount_minor::text,
             'status', g.status)) filter (where g.id is not null), '[]') as gifts
      from recognition r
      left join gift g on g.organization_id = r.organization_id and g.recognition_id = r.id
     group by r.organization_id, r.id`.execute(db);
  const kept = groupBy(rows, ({ token }) => token);
  const unknown = [...kept.keys()].filter((token) => !tally.asked.has(token));
  return [
    ...unknown.map((token) => `request ${token} is kept, and nobody asked for it`),
    ...[...tally.asked.values()].flatMap((asked) => compareOne(asked, kept.get(asked.token) ?? [])),
    ...compareBulk(tally.effects),
  ];
}

function compareOne(asked: Asked, kept: readonly Kept[]): string[] {
  const { token, taken } = asked;
  if (kept.length === 0) return taken.done > 0 ? [`request ${token} was accepted, and is lost`] : [];
  if (taken.done + taken.maybe === 0) return [`request ${token} is kept, and was said to have failed`];
  const counted = asked.isBulk ? kept.filter(({ status }) => status !== 'refused') : kept;
  if (counted.length > 1) return [`request ${token} is kept ${counted.length} times`];
  return kept.flatMap((one) => compareGifts(asked, one));
}

function compareGifts(asked: Asked, { token, status, giverId, gifts }: Kept): string[] {
  const isWithdrawn = status === 'cancelled' && gifts.length > 0;
  const isDropped = status === 'declined' || isWithdrawn;
  const given = status === 'issued' || isDropped ? asked.recipientIds : [];
  const found: string[] = [];
  if (giverId !== asked.giverId) found.push(`request ${token} is of ${giverId} and not of ${asked.giverId}`);
  if (asked.recipientIds.length === 0 && status !== 'refused') {
    found.push(`request ${token} is ${status} and must be refused`);
  }
  const wanted = given.map((recipientId) => describe({ ...asked, recipientId })).toSorted();
  const got = gifts.map(describe).toSorted();
  if (wanted.join() !== got.join())
    found.push(`request ${token} is ${status} with ${got.join()} for ${wanted.join()}`);
  const isTakenBack = gifts.every((gift) => gift.status === 'voided');
  if (isDropped && !isTakenBack) found.push(`request ${token} is ${status}, and is given`);
  return found;
}

function describe(gift: { recipientId: string; departmentId: string; amountMinor: string | bigint }): string {
  return `${gift.amountMinor} from ${gift.departmentId} to ${gift.recipientId}`;
}

/** Of all runs of a list, one says of a row that it gave it. */
function compareBulk(effects: Bank['tally']['effects']): string[] {
  const twice = [...effects].filter(([effect, { done }]) => effect.startsWith('bulk:') && done > 1);
  return twice.map(([effect, { done }]) => `${effect} was said to be given ${done} times`);
}
