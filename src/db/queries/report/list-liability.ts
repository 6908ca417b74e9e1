import { type RawBuilder, sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import type { AccountKind } from '#src/domain/ledger/accounts.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { Age, Aged, LiabilityKind } from '#src/domain/report/liability-words.ts';

/** What one department's people or gifts come to, of a kind and in a currency, by age. */
export type Liability = {
  kind: LiabilityKind;
  departmentId: string;
  department: string;
  currency: string;
  totalMinor: bigint;
  ages: Aged;
};

/**
 * What was promised and not paid out before an instant, for readers who see all spend; what the kinds mean is said in
 * domain/report/liability-words.ts. Balances are taken back from now, so that a recent day costs little.
 */
export async function listLiability(
  db: Reader,
  scope: Scope,
  { until }: { until: Date },
): Promise<Liability[]> {
  if (!scope.isAll) return [];
  const { rows } = await sql<Row>`
    with ${heldThen(scope, until)},
    aged (kind, department_id, currency, age, amount) as (
      ${sql.join([unredeemed(scope, until), unspent(scope, until), promo(scope, until), held(scope, until)], sql` union all `)})
    select a.kind, a.department_id as "departmentId", d.name as department, a.currency, a.age, sum(a.amount)::bigint as "amountMinor"
      from aged a
      join department d on d.organization_id = ${scope.organizationId} and d.id = a.department_id
     group by 1, 2, 3, 4, 5
     order by d.name, a.currency, a.kind`.execute(db);
  return byDepartment(rows);
}

type Row = Pick<Liability, 'kind' | 'departmentId' | 'department' | 'currency'> & {
  age: Age;
  amountMinor: bigint;
};

function byDepartment(rows: readonly Row[]): Liability[] {
  const found = new Map<string, Liability>();
  for (const { age, amountMinor, ...row } of rows) {
    const key = [row.kind, row.departmentId, row.currency].join('|');
    const none = { days30: 0n, days90: 0n, days365: 0n, older: 0n };
    const known = found.get(key) ?? { ...row, totalMinor: 0n, ages: none };
    const ages = { ...known.ages, [age]: known.ages[age] + amountMinor };
    found.set(key, { ...known, totalMinor: known.totalMinor + amountMinor, ages });
  }
  return [...found.values()].filter(({ totalMinor }) => totalMinor !== 0n);
}

const IN_WALLETS: AccountKind[] = ['wallet_gift', 'wallet_promo', 'held'];

/** What was in these accounts then: what is in them now, less what was posted since. */
function heldThen({ organizationId }: Scope, until: Date): RawBuilder<unknown> {
  return sql`later as materialized (
      select p.account_id, sum(p.amount) as amount
        from entry e
        join posting p on p.organization_id = e.organization_id and p.entry_id = e.id
       where e.organization_id = ${organizationId} and e.occurred_at >= ${until}
       group by 1),
    holding as materialized (
      select a.id, a.kind, a.owner_id, a.period, a.currency, a.balance - coalesce(l.amount, 0) as amount
        from account a
        left join later l on l.account_id = a.id
       where a.organization_id = ${organizationId} and a.kind = any (${IN_WALLETS}::text[])
         and a.balance <> coalesce(l.amount, 0))`;
}

const ENDS = sql.raw(`('code.redeemed', 'gift.bought', 'code.voided', 'code.expired')`);

/** Those that still wait, and those whose wait ended since. The oldest gifts say no other time of issue than that of their creation. */
function unredeemed({ organizationId }: Scope, until: Date): RawBuilder<unknown> {
  const issuedAt = sql`coalesce(g.issued_at, g.created_at)`;
  return sql`
      select 'unredeemed', g.department_id, g.currency, ${ageAt(until, issuedAt)}, sum(g.amount_minor)
        from (select * from gift
               where organization_id = ${organizationId} and status in ('issued', 'delivered')
              union all
              select ended.* from gift ended
                join (select distinct subject_id from entry
                       where organization_id = ${organizationId} and subject_type = 'gift' and kind in ${ENDS} and occurred_at >= ${until}) e
                  on e.subject_id = ended.id
               where ended.organization_id = ${organizationId} and ended.status not in ('issued', 'delivered')) g
       where ${issuedAt} < ${until}
       group by 2, 3, 4`;
}

/** The newest money first, until it adds up to what is there. */
function unspent({ organizationId }: Scope, until: Date): RawBuilder<unknown> {
  const age = ageAt(until, sql`e.occurred_at`);
  const came = AGES.map(
    (one) => sql`coalesce(sum(p.amount) filter (where ${age} = ${one}), 0) as ${sql.ref(one)}`,
  );
  const pieces = AGES.map((one, index) => {
    const newer = sql.join(
      [sql`0`, ...AGES.slice(0, index).map((other) => sql`c.${sql.ref(other)}`)],
      sql` + `,
    );
    return sql`(${one}, least(c.${sql.ref(one)}, h.amount - (${newer})))`;
  });
  return sql`
      select 'unspent', w.department_id, h.currency, piece.age, sum(piece.amount)
        from holding h
        join person w on w.organization_id = ${organizationId} and w.id = h.owner_id
        join (select p.account_id, ${sql.join(came)}
                from holding of_wallet
                join posting p on p.organization_id = ${organizationId} and p.account_id = of_wallet.id and p.amount > 0
                join entry e on e.organization_id = p.organization_id and e.id = p.entry_id and e.occurred_at < ${until}
               where of_wallet.kind = 'wallet_gift'
               group by 1) c on c.account_id = h.id
       cross join lateral (values ${sql.join(pieces)}) piece (age, amount)
       where h.kind = 'wallet_gift' and piece.amount > 0
       group by 2, 3, 4`;
}

function promo({ organizationId }: Scope, until: Date): RawBuilder<unknown> {
  return sql`
      select 'promo', o.department_id, h.currency, ${ageAt(until, sql`o.granted_at`)}, h.amount
        from holding h
        join promo_grant o on o.organization_id = ${organizationId} and o.id = h.period::uuid
       where h.kind = 'wallet_promo'`;
}

function held({ organizationId }: Scope, until: Date): RawBuilder<unknown> {
  return sql`
      select 'held', w.department_id, h.currency, ${ageAt(until, sql`c.made_at`)}, h.amount
        from holding h
        join checkout c on c.organization_id = ${organizationId} and c.id = h.owner_id
        join person w on w.organization_id = ${organizationId} and w.id = c.person_id
       where h.kind = 'held'`;
}

/** The newest first. */
const AGES = ['days30', 'days90', 'days365', 'older'] as const satisfies readonly Age[];

/** Whole days are counted: up to 30 are less than 31 of 24 hours. */
function ageAt(until: Date, since: RawBuilder<unknown>): RawBuilder<unknown> {
  function isWithin(days: number): RawBuilder<unknown> {
    return sql`${since} > ${new Date(until.getTime() - (days + 1) * DAY_MS)}::timestamptz`;
  }
  return sql`case when ${isWithin(30)} then 'days30' when ${isWithin(90)} then 'days90' when ${isWithin(365)} then 'days365' else 'older' end`;
}
