import { sql } from 'kysely';
import { type Company, FIRST_BUDGET_MINOR } from './company.ts';
import { type KeptSpends, keepSpends, readSpends } from './keep-spends.ts';
import type { Bank } from './open-bank.ts';
import type { Asked } from './tally.ts';

type KeptGift = {
  token: string;
  departmentId: string;
  recipientId: string;
  status: string;
  isReversed: boolean;
  /** As a gift card. */
  isBought: boolean;
};
type Balance = { kind: string; ownerId: string; balance: bigint };
/** What was done although its answer was lost is found by its name; the amounts are the bank's own. */
type Done = {
  topUps: Set<string>;
  moves: Set<string>;
  funds: { departmentId: string; amountMinor: bigint }[];
};
/** What of a credit was done, by the request that the tally names it by. */
type KeptPromo = { requestId: string; isOpen: boolean };
type Kept = {
  spends: KeptSpends;
  promos: KeptPromo[];
  gifts: KeptGift[];
  done: Done;
  lastSet: Map<string, bigint>;
};

/**
 * Keeps the whole organization's books once more, out of the bank's own tally, and compares every balance with them.
 *
 * The database says only which of the things came about that nobody could be sure of; how much each moves, and between
 * whom, is what the bank asked for.
 */
export async function compareBooks(bank: Bank): Promise<string[]> {
  const { postgres, company, tally } = bank;
  const kept = await readKept(bank);
  const { rows: balances } = await sql<Balance>`
    select kind, owner_id as "ownerId", sum(balance)::bigint as balance from account group by 1, 2`.execute(
    postgres.db,
  );
  const books = keepBooks({ company, asked: tally.asked, effects: [...tally.effects.keys()], kept });
  const found = new Map(balances.map(({ kind, ownerId, balance }) => [`${kind} of ${ownerId}`, balance]));
  const names = new Set([...books.keys(), ...found.keys()]);
  return [...names].flatMap((name) => {
    const [ours, theirs] = [books.get(name) ?? 0n, found.get(name) ?? 0n];
    return ours === theirs ? [] : [`the ${name} is ${theirs}, by the tally it is ${ours}`];
  });
}

type Keeping = {
  company: Company;
  asked: ReadonlyMap<string, Asked>;
  effects: readonly string[];
  kept: Kept;
};

function keepBooks({ company, asked, effects, kept }: Keeping): Map<string, bigint> {
  const books = new Map<string, bigint>();
  function transfer(from: string, to: string, amountMinor: bigint): void {
    books.set(from, (books.get(from) ?? 0n) - amountMinor);
    books.set(to, (books.get(to) ?? 0n) + amountMinor);
  }
  const funding = `funding of ${company.organizationId}`;
  for (const { id } of company.departments) {
    transfer(funding, `budget of ${id}`, kept.lastSet.get(id) ?? FIRST_BUDGET_MINOR);
  }
  for (const { departmentId, amountMinor } of kept.done.funds) {
    transfer(funding, `budget of ${departmentId}`, amountMinor);
  }
  for (const effect of kept.done.topUps) {
    const [, , departmentId, amountMinor = '0'] = effect.split(':');
    transfer(funding, `budget of ${departmentId}`, BigInt(amountMinor));
  }
  for (const effect of kept.done.moves) {
    const [, , from, to, amountMinor = '0'] = effect.split(':');
    transfer(`budget of ${from}`, `budget of ${to}`, BigInt(amountMinor));
  }
  for (const { effect, isOpen } of openedPromos(kept.promos, effects)) {
    const [, , departmentId, personId, amountMinor = '0'] = effect.split(':');
    if (isOpen) transfer(`budget of ${departmentId}`, `wallet_promo of ${personId}`, BigInt(amountMinor));
  }
  keepSpends(kept.spends, transfer);
  for (const gift of kept.gifts) {
    const amountMinor = asked.get(gift.token)?.amountMinor ?? 0n;
    const place = placeOf(gift);
    if (place) transfer(`budget of ${gift.departmentId}`, place, amountMinor);
  }
  return books;
}

/** The credits that were granted, by the names that the tally has for them. */
function openedPromos(promos: readonly KeptPromo[], effects: readonly string[]) {
  const kept = new Map(promos.map(({ requestId, isOpen }) => [requestId, isOpen]));
  return effects.flatMap((effect) => {
    const [kind, requestId = ''] = effect.split(':');
    const isOpen = kind === 'promo' ? kept.get(requestId) : undefined;
    return isOpen === undefined ? [] : [{ effect, isOpen }];
  });
}

/** Where a gift's money is; undefined when it went back. */
function placeOf({ status, isReversed, isBought, departmentId, recipientId }: KeptGift): string | undefined {
  if (status === 'voided' || status === 'expired' || isReversed) return undefined;
  if (isBought) return `purchased of ${departmentId}`;
  if (status === 'redeemed') return `wallet_gift of ${recipientId}`;
  return status === 'reserved' ? `reserved of ${departmentId}` : `outstanding of ${departmentId}`;
}

async function readKept({ postgres: { db }, tally }: Bank): Promise<Kept> {
  const { rows: gifts } = await sql<KeptGift>`
    select r.message as token, g.department_id as "departmentId", g.recipient_id as "recipientId", g.status,
           exists (select from activity a
                    where a.organization_id = g.organization_id and a.subject_id = g.recipient_id
                      and a.gift_id = g.id and a.kind = 'gift.reversed') as "isReversed",
           exists (select from gift_card k
                    where k.organization_id = g.organization_id and k.gift_id = g.id and k.status = 'bought') as "isBought"
      from gift g join recognition r on r.organization_id = g.organization_id and r.id = g.recognition_id`.execute(
    db,
  );
  const { rows: promos } = await sql<KeptPromo>`
    select request_id as "requestId", status = 'open' as "isOpen" from promo_grant`.execute(db);
  const { rows: funds } = await sql<Done['funds'][number]>`
    select department_id as "departmentId", amount_minor as "amountMinor" from approval
     where kind = 'funds' and status = 'approved'`.execute(db);
  const { rows: sets } = await sql<{ departmentId: string; amountMinor: bigint }>`
    select distinct on (department_id) department_id as "departmentId", amount_minor as "amountMinor"
      from budget_policy order by department_id, set_at desc, id desc`.execute(db);
  const { rows: marks } = await sql<{ mark: string }>`
    select subject_type || ':' || subject_id as mark from entry where subject_type in ('top-up', 'move')`.execute(
    db,
  );
  const done = new Set(marks.map(({ mark }) => mark));
  function named(kind: string): Set<string> {
    const effects = [...tally.effects.keys()].filter((effect) => effect.startsWith(`${kind}:`));
    return new Set(effects.filter((effect) => done.has(effect.split(':').slice(0, 2).join(':'))));
  }
  return {
    spends: await readSpends(db),
    promos,
    gifts,
    done: { topUps: named('top-up'), moves: named('move'), funds },
    lastSet: new Map(sets.map(({ departmentId, amountMinor }) => [departmentId, amountMinor])),
  };
}
