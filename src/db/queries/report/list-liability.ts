import { type RawBuilder, sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
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
 * domain/report/liability-words.ts.
 */
export async function listLiability(
  db: Reader,
  scope: Scope,
  { until }: { until: Date },
): Promise<Liability[]> {
  if (!scope.isAll) return [];
  const { rows } = await sql<Row>`
    with aged (kind, department_id, currency, age, amount) as (
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

/** What had come into account `a` before an instant, and what was in it then. */
function standing({ organizationId }: Scope, before: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select s.came_minor, s.balance_minor from wallet_standing s
     where s.organization_id = ${organizationId} and s.account_id = a.id and ${before}
     order by s.at desc, s.posting_id desc limit 1`;
}

/**
 * Those that still wait, and those whose wait ended since. The oldest gifts say no other time of issue than that of their creation, and
 * expired ones none of their end.
 */
function unredeemed({ organizationId }: Scope, until: Date): RawBuilder<unknown> {
  const issuedAt = sql`coalesce(g.issued_at, g.created_at)`;
  const columns = sql`select g.department_id, g.currency, ${issuedAt} as issued_at, g.amount_minor`;
  const isEarlier = sql`g.organization_id = ${organizationId} and ${issuedAt} < ${until}`;
  const wasIssued = sql`(g.issued_at is not null or exists (
    select from entry e where e.subject_id = g.id and e.subject_type = 'gift' and e.kind = 'gift.issued'))`;
  return sql`
      select 'unredeemed', g.department_id, g.currency, ${ageAt(until, sql`g.issued_at`)}, sum(g.amount_minor)
        from (${columns} from gift g where ${isEarlier} and g.status in ('issued', 'delivered')
              union all
              ${columns} from gift g
               where ${isEarlier} and coalesce(g.redeemed_at, g.voided_at) >= ${until} and ${wasIssued}
              union all
              ${columns} from entry e join gift g on g.id = e.subject_id and e.subject_type = 'gift'
               where ${isEarlier} and e.kind = 'code.expired' and e.occurred_at >= ${until}) g
       group by 2, 3, 4`;
}

/** The newest money first, until it adds up to what is there: of older money there is what newer money does not add up to. */
function unspent(scope: Scope, until: Date): RawBuilder<unknown> {
  const left = DAYS.map(
    (days) =>
      sql`greatest(now.balance_minor - now.came_minor + coalesce(${sql.ref(`before${days}.came_minor`)}, 0), 0)`,
  );
  const older = [sql`now.balance_minor`, ...left, sql`0`];
  const pieces = AGES.map((age, index) => sql`(${age}, ${older[index]} - ${older[index + 1]})`);
  const before = DAYS.map(
    (days) => sql`
        left join lateral (${standing(scope, sql`s.at <= ${daysBefore(until, days)}`)}) ${sql.ref(`before${days}`)} on true`,
  );
  return sql`
      select 'unspent', w.department_id, a.currency, piece.age, sum(piece.amount)
        from account a
        join lateral (${standing(scope, sql`s.at < ${until}`)}) now on now.balance_minor <> 0${sql.join(before, sql``)}
        join person w on w.organization_id = a.organization_id and w.id = a.owner_id
       cross join lateral (values ${sql.join(pieces)}) piece (age, amount)
       where a.organization_id = ${scope.organizationId} and a.kind = 'wallet_gift' and piece.amount <> 0
       group by 2, 3, 4`;
}

function promo(scope: Scope, until: Date): RawBuilder<unknown> {
  return sql`
      select 'promo', o.department_id, a.currency, ${ageAt(until, sql`o.granted_at`)}, now.balance_minor
        from account a
        join lateral (${standing(scope, sql`s.at < ${until}`)}) now on now.balance_minor <> 0
        join promo_grant o on o.organization_id = a.organization_id and o.id = a.period::uuid
       where a.organization_id = ${scope.organizationId} and a.kind = 'wallet_promo'`;
}

function held({ organizationId }: Scope, until: Date): RawBuilder<unknown> {
  return sql`
      select 'held', w.department_id, p.currency, ${ageAt(until, sql`c.made_at`)}, p.amount
        from checkout c
        join account a on a.organization_id = c.organization_id and a.kind = 'held' and a.owner_id = c.id
        join posting p on p.organization_id = a.organization_id and p.account_id = a.id
        join entry e on e.organization_id = p.organization_id and e.id = p.entry_id and e.occurred_at < ${until}
        join person w on w.organization_id = c.organization_id and w.id = c.person_id
       where c.organization_id = ${organizationId} and c.made_at < ${until}
         and (c.ended_at is null or c.ended_at >= ${until})`;
}

/** The newest first. */
const AGES = ['days30', 'days90', 'days365', 'older'] as const satisfies readonly Age[];

/** How old money of each age but the oldest is at most. */
const DAYS = [30, 90, 365] as const;

/** Whole days are counted: up to 30 are less than 31 of 24 hours. */
function ageAt(until: Date, since: RawBuilder<unknown>): RawBuilder<unknown> {
  const younger = DAYS.map(
    (days, index) => sql`when ${since} > ${daysBefore(until, days)} then ${AGES[index]}`,
  );
  return sql`case ${sql.join(younger, sql` `)} else 'older' end`;
}

function daysBefore(until: Date, days: number): RawBuilder<unknown> {
  return sql`${new Date(until.getTime() - (days + 1) * DAY_MS)}::timestamptz`;
}
