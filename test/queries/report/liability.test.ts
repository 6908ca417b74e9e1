import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { listLiability, type Liability } from '#src/db/queries/report/list-liability.ts';
import { everythingOf } from '#src/domain/people/access.ts';
import type { Age } from '#src/domain/report/liability-words.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { anyStep } from '#test/races/model/any-step.ts';
import { begin, start } from '#test/races/model/start.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const DAY_MS = 86_400_000;
const steps = fc.array(anyStep, { minLength: 20, maxLength: 60, size: 'max' });
/** How far from the begin of a story to its end, and beyond. */
const places = fc.array(fc.double({ min: 0, max: 1.2, noNaN: true }), { minLength: 6, maxLength: 6 });

const KINDS = {
  outstanding: 'unredeemed',
  wallet_gift: 'unspent',
  wallet_promo: 'promo',
  held: 'held',
} as const;

/** What the postings before an instant add up to, by kind and currency, and for what departments gave by department. */
async function ledgerAt(organizationId: string, until: Date): Promise<Map<string, bigint>> {
  const { rows } = await sql<{ kind: keyof typeof KINDS; owner: string; currency: string; amount: bigint }>`
    select a.kind, case a.kind when 'outstanding' then a.owner_id::text else '' end as owner, a.currency,
           sum(p.amount)::bigint as amount
      from account a
      join posting p on p.account_id = a.id
      join entry e on e.id = p.entry_id and e.occurred_at < ${until}
     where a.organization_id = ${organizationId} and a.kind = any (${Object.keys(KINDS)}::text[])
     group by 1, 2, 3 having sum(p.amount) <> 0`.execute(database.db);
  return new Map(
    rows
      .map(({ kind, owner, currency, amount }) => [[KINDS[kind], owner, currency].join(' '), amount] as const)
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
}

function summed(liabilities: readonly Liability[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { kind, departmentId, currency, totalMinor } of liabilities) {
    const key = [kind, kind === 'unredeemed' ? departmentId : '', currency].join(' ');
    sums.set(key, (sums.get(key) ?? 0n) + totalMinor);
  }
  return new Map([...sums].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

type Movement = { account: string; kind: string; at: Date; amount: bigint; department: string; since: Date };

/** Every movement of what waits or is in wallets, with the department and the day of birth of what it is about. */
async function listMovements(organizationId: string): Promise<Movement[]> {
  const { rows } = await sql<Movement>`
    select case a.kind when 'outstanding' then e.subject_id::text else a.id::text end as account, a.kind, e.occurred_at as at, p.amount,
           coalesce(g.department_id, o.department_id, w.department_id, b.department_id) as department,
           coalesce(i.occurred_at, o.granted_at, c.made_at, e.occurred_at) as since
      from account a
      join posting p on p.account_id = a.id
      join entry e on e.id = p.entry_id
      left join gift g on a.kind = 'outstanding' and g.id = e.subject_id
      left join entry i on i.subject_id = g.id and i.kind = 'gift.issued'
      left join promo_grant o on a.kind = 'wallet_promo' and o.id::text = a.period
      left join checkout c on a.kind = 'held' and c.id = a.owner_id
      left join person b on b.id = c.person_id
      left join person w on a.kind = 'wallet_gift' and w.id = a.owner_id
     where a.organization_id = ${organizationId} and a.kind = any (${Object.keys(KINDS)}::text[])
     order by p.id`.execute(database.db);
  return rows;
}

/** By hand: each account's money in the order in which it came, the oldest spent first. */
function agedAt(movements: readonly Movement[], until: Date): Map<string, bigint> {
  const lots = new Map<string, { since: Date; left: bigint; key: string }[]>();
  for (const { account, kind, at, amount, department, since } of movements) {
    if (at >= until) continue;
    const own = lots.get(account) ?? [];
    lots.set(account, own);
    const key = `${KINDS[kind as keyof typeof KINDS]} ${department}`;
    if (amount > 0n) own.push({ since, left: amount, key });
    let rest = amount < 0n ? -amount : 0n;
    for (const lot of own) {
      const taken = lot.left < rest ? lot.left : rest;
      lot.left -= taken;
      rest -= taken;
    }
  }
  const sums = new Map<string, bigint>();
  for (const { since, left, key } of [...lots.values()].flat()) {
    const aged = `${key} ${ageOf(until, since)}`;
    if (left > 0n) sums.set(aged, (sums.get(aged) ?? 0n) + left);
  }
  return new Map([...sums].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function ageOf(until: Date, since: Date): Age {
  const days = Math.floor((until.getTime() - since.getTime()) / DAY_MS);
  return days <= 30 ? 'days30' : days <= 90 ? 'days90' : days <= 365 ? 'days365' : 'older';
}

function agedOf(liabilities: readonly Liability[]): Map<string, bigint> {
  const all = liabilities.flatMap(({ kind, departmentId, ages }) =>
    Object.entries(ages).flatMap(([age, amount]) =>
      amount === 0n ? [] : [[`${kind} ${departmentId} ${age}`, amount] as const],
    ),
  );
  return new Map(all.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

describe('what was promised and not paid out', () => {
  it('equals the ledger at any past instant, and is as old as by hand', { timeout: 240_000 }, async () => {
    const stories = fc.assert(
      fc.asyncProperty(start, steps, places, async (at, story, wished) => {
        const { model, real } = await begin(database.db, at);
        const organizationId = real.company.organization.id;
        for (const step of story) await step.run(model, real);
        const movements = await listMovements(organizationId);
        const [first, last] = [new Date(at.at).getTime(), real.core.clock.now().getTime()];
        const instants = wished.map((part) => new Date(Math.round(first + part * (last - first))));
        for (const until of [...instants, ...movements.slice(-3).map((one) => one.at)]) {
          const found = await listLiability(database.db, everythingOf(organizationId), { until });
          expect([until, summed(found)]).toEqual([until, await ledgerAt(organizationId, until)]);
          expect([until, agedOf(found)]).toEqual([until, agedAt(movements, until)]);
        }
      }),
      { numRuns: 8, unbiased: true, endOnFailure: true },
    );

    await expect(stories).resolves.toBeUndefined();
  });
});
