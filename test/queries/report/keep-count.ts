import { sql } from 'kysely';
import type { Db } from '#src/db/kit/schema.ts';
import { dayOf } from '#src/domain/kit/period.ts';
import type { DayRange } from '#src/domain/report/day-range.ts';
import { type SpendDimension } from '#src/domain/kit/spend-dimension.ts';
import {
  addFigures,
  NOTHING_SPENT,
  type SpendFigure,
  type SpendFigures,
} from '#src/domain/report/spend-words.ts';

/** Something that counts in reports, with everything by which it can be told apart. */
export type Counted = {
  figure: SpendFigure;
  day: string;
  currency: string;
  amountMinor: bigint;
  members: Partial<Record<SpendDimension, string>>;
};

/**
 * Keeps count by hand of what is posted, entry by entry, as it is posted: by the clocks of the department then, and where people are
 * then. `look` takes in what is new.
 */
export function keepCount(db: Db, organizationId: string) {
  const counted: Counted[] = [];
  const seen = new Set<string>();
  return { counted, look };

  async function look(): Promise<void> {
    for (const event of [...(await giftEvents()), ...(await walletEvents())]) {
      if (seen.has(event.id)) continue;
      seen.add(event.id);
      counted.push(...countedOf(event));
    }
  }

  async function giftEvents(): Promise<Event[]> {
    const { rows } = await sql<Event>`
      select e.id, e.kind, e.at, d.time_zone as "timeZone", g.currency, g.amount_minor as "amountMinor",
             g.department_id as department, g.giver_id as giver, g.recipient_id as recipient, g.region, g.occasion,
             null as marketplace,
             exists (select from entry r where r.subject_id = g.id and r.kind = 'gift.reserved') as "wasPutAside"
        from (select id, kind, occurred_at as at, subject_id as gift_id from entry
               where organization_id = ${organizationId} and subject_type = 'gift'
               union all
              select id, kind, at, gift_id from activity where organization_id = ${organizationId} and kind = 'gift.delivered') e
        join gift g on g.id = e.gift_id
        join department d on d.id = g.department_id`.execute(db);
    return rows;
  }

  async function walletEvents(): Promise<Event[]> {
    const { rows } = await sql<Event>`
      select e.id || a.id::text as id, 'settled' as kind, e.occurred_at as at, d.time_zone as "timeZone", p.currency,
             p.amount as "amountMinor", d.id as department, null as giver, w.id as recipient, w.region, null as occasion,
             a.owner_id as marketplace, false as "wasPutAside"
        from account a
        join posting p on p.account_id = a.id
        join entry e on e.id = p.entry_id
        left join refund r on r.id = e.subject_id
        join checkout c on c.id = coalesce(r.checkout_id, e.subject_id)
        join person w on w.id = c.person_id
        join department d on d.id = w.department_id
       where a.organization_id = ${organizationId} and a.kind = 'settled'`.execute(db);
    return rows;
  }
}

type Event = {
  id: string;
  kind: string;
  at: Date;
  timeZone: string;
  currency: string;
  amountMinor: bigint;
  department: string;
  giver: string | null;
  recipient: string;
  region: string;
  occasion: string | null;
  marketplace: string | null;
  wasPutAside: boolean;
};

function countedOf({ kind, at, timeZone, currency, amountMinor, wasPutAside, ...who }: Event): Counted[] {
  const day = dayOf(at, timeZone);
  const members: Counted['members'] = {
    department: who.department,
    recipient: who.recipient,
    region: who.region,
    month: day.slice(0, 7),
    ...(who.giver !== null && { giver: who.giver }),
    ...(who.occasion !== null && { occasion: who.occasion }),
    ...(kind === 'settled' && { marketplace: who.marketplace ?? '' }),
    ...(kind === 'gift.bought' && { marketplace: '' }),
  };
  return figuresOf(kind, wasPutAside).map((figure) => ({ figure, day, currency, amountMinor, members }));
}

function figuresOf(kind: string, wasPutAside: boolean): SpendFigure[] {
  switch (kind) {
    case 'gift.reserved':
      return ['asked'];
    case 'gift.issued':
      return wasPutAside ? ['given'] : ['asked', 'given'];
    case 'gift.delivered':
      return ['delivered'];
    case 'code.redeemed':
      return ['redeemed'];
    case 'gift.bought':
      return ['redeemed', 'spent'];
    case 'code.voided':
    case 'code.expired':
    case 'wallet.adjusted':
      return ['returned'];
    case 'settled':
      return ['spent'];
    default:
      return [];
  }
}

/** What was counted on these days for each member and currency of a dimension, without those of which nothing was. */
export function sumUp(
  counted: readonly Counted[],
  by: SpendDimension,
  { from, to }: DayRange,
): Map<string, SpendFigures> {
  const sums = new Map<string, SpendFigures>();
  for (const { figure, day, currency, amountMinor, members } of counted) {
    const member = members[by];
    if (member === undefined || day < from || day > to) continue;
    // Nobody can say of which giver's or occasion's money a gift card was bought.
    if (figure === 'spent' && (by === 'giver' || by === 'occasion')) continue;
    if (figure !== 'spent' && by === 'marketplace') continue;
    const key = `${currency} ${member}`;
    const one = { ...NOTHING_SPENT, [figure]: amountMinor };
    sums.set(key, addFigures(sums.get(key) ?? NOTHING_SPENT, one));
  }
  return withoutNothing(sums);
}

export function withoutNothing(sums: ReadonlyMap<string, SpendFigures>): Map<string, SpendFigures> {
  return new Map(
    [...sums]
      .filter(([, figures]) => Object.values(figures).some((amount) => amount !== 0n))
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
}
