import { sql } from 'kysely';
import { byteaArray } from '#src/db/kit/array-parameters.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { ACTIVITY_TEXT, GIFT_FACTS, GIFT_WITH_CODE_AND_REQUEST } from '#src/db/ledger/record-sql.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import { runSql } from '../bench-postgres.ts';
import { addSpendOf, GIFT_KIND, NUMBERED, type Numbers, seriesOf, STAND_WALLETS } from '../fill-sql.ts';

const DAYS = 300;
const CHUNK = 100_000;
const SIGNED_AT_ONCE = 20_000;

/** Makes what the fills need: gifts will follow each other at even distances, so that so many of them take 300 days. */
export async function prepareFill(url: string, gifts: number): Promise<void> {
  await runSql(url, [
    NUMBERED,
    `create function given_at(n bigint) returns timestamptz language sql immutable as $$
       select date_trunc('milliseconds', timestamptz '2026-01-02 00:00Z' + n * interval '${(DAYS * 86_400) / gifts} seconds') $$`,
    `create table bench_department as
     select (row_number() over (order by d.name) - 1)::integer as place, d.organization_id, d.id, budget.id as budget,
            budget.period, outstanding.id as outstanding,
            array(select id from person p where p.department_id = d.id and p.role = 'manager' order by id) as givers
       from department d
       join account budget on budget.kind = 'budget' and budget.owner_id = d.id and budget.balance > 0
       join account outstanding on outstanding.kind = 'outstanding' and outstanding.owner_id = d.id`,
    `create table bench_recipient as
     select (row_number() over (order by p.id) - 1)::integer as place, p.id, wallet.id as wallet
       from person p join account wallet on wallet.kind = 'wallet_gift' and wallet.owner_id = p.id
      where p.role = 'employee'`,
    `create unlogged table bench_activity (like activity)`,
    `alter table bench_activity add column place bigint generated always as identity primary key,
       alter column number drop not null`,
    'analyze',
  ]);
}

/**
 * Fills in gifts as issuing and delivering leave them, with every row: request, gift, code, delivery, entry, two postings, three
 * activities, roll-ups and limits. Of ten, nine are redeemed too, which adds an entry, two postings and an activity.
 */
export async function fillLedger(db: Db, url: string, keys: KeyRing, numbers: Numbers): Promise<void> {
  const end = numbers.first + numbers.count;
  for (let first = numbers.first; first < end; first += CHUNK) {
    const chunk = { first, count: Math.min(CHUNK, end - first) };
    await runSql(url, [WITHOUT_TRIGGERS, ...issue(chunk), ...redeem(within(chunk, 'n % 10 <> 0'))]);
    await runSql(url, [
      addSpendOf(chunk),
      countLimits(chunk),
      count(`${given(chunk)} g`, { given: 'at' }),
      count(within(chunk, 'n % 10 <> 0'), { redeemed: REDEEMED_AT }),
    ]);
    await signActivities(db, keys);
  }
  await runSql(url, [ADD_UP, ...STAND_WALLETS, 'vacuum analyze', 'checkpoint']);
}

/** Redeems gifts that were given before and not redeemed yet. */
export async function redeemOlder(db: Db, url: string, keys: KeyRing, numbers: Numbers): Promise<void> {
  const rows = within(numbers, 'n % 10 = 0');
  await runSql(url, [
    WITHOUT_TRIGGERS,
    ...redeem(rows),
    count(rows, { redeemed: REDEEMED_AT }),
    ADD_UP,
    ...STAND_WALLETS,
  ]);
  await signActivities(db, keys);
  await runSql(url, ['analyze']);
}

// The triggers would move the balances by each posting; here they are moved by all of them at once.
const WITHOUT_TRIGGERS = 'set session_replication_role = replica';

const RECIPIENTS = '(select count(*) from bench_recipient)';
const GIFT = `numbered(${GIFT_KIND}, n)`;

/** The given gifts of these numbers, each with what it is made of. */
function given(numbers: Numbers): string {
  return `(select n, ${GIFT} as gift, numbered(2, n) as request, d.organization_id, d.id as department, d.budget, d.period, d.outstanding,
                  d.givers[1 + (n / 50) % cardinality(d.givers)] as giver, r.id as recipient, r.wallet,
                  500 + 100 * (n % 20) as amount, given_at(n) as at
             from ${seriesOf(numbers)}
             join bench_department d on d.place = n % (select count(*) from bench_department)
             join bench_recipient r on r.place = (n * 7919) % ${RECIPIENTS})`;
}

function issue(numbers: Numbers): string[] {
  const rows = `${given(numbers)} g`;
  return [
    `insert into recognition (organization_id, id, source, request_id, status, giver, recipients, amount, currency, message,
                              channel_id, giver_id, department_id, answer_status, answer_due_at, created_at, decided_at,
                              key_id, mac)
     select organization_id, request, 'slack', request, 'issued', jsonb_build_object('by', 'id', 'personId', giver),
            jsonb_build_array(jsonb_build_object('by', 'id', 'personId', recipient)),
            to_char(amount / 100.0, 'FM999990.00'), 'USD', 'for the launch', 'C0LAUNCH', giver, department, 'none', at, at, at,
            'filled', sha256(int8send(n))
       from ${rows}`,
    `insert into gift (organization_id, id, recognition_id, recipient_id, giver_id, department_id, region, amount_minor,
                       currency, status, created_at, issued_at, period)
     select organization_id, gift, request, recipient, giver, department, '', amount, 'USD', 'delivered', at, at, period from ${rows}`,
    `insert into code (organization_id, gift_id, hmac, key_id, sealed, last_four, bound_to)
     select organization_id, gift, sha256(int8send(n)), 'filled', substring(sha512(int8send(n)) from 1 for 44), 'FILL', recipient
       from ${rows}`,
    `insert into delivery (organization_id, gift_id, status, channel, attempts, due_at, message_id, sent_at)
     select organization_id, gift, 'sent', 'dm', 1, at, n, at from ${rows}`,
    `insert into entry (organization_id, id, kind, key, subject_type, subject_id, occurred_at)
     select organization_id, numbered(3, n), 'gift.issued', 'gift.issued:' || gift, 'gift', gift, at from ${rows}`,
    ...move(rows, { entry: 'numbered(3, n)', from: 'budget', to: 'outstanding' }),
    `insert into bench_activity (organization_id, id, at, kind, actor_id, subject_id, gift_id, detail, facts)
     select g.organization_id, g.id, g.created_at, 'gift.issued', g.giver_id, g.recipient_id, g.id,
            jsonb_build_object('amountMinor', g.amount_minor::text, 'currency', g.currency), ${GIFT_FACTS}
       from ${GIFT_WITH_CODE_AND_REQUEST}
      where g.id between numbered(${GIFT_KIND}, ${numbers.first}) and numbered(${GIFT_KIND}, ${numbers.first + numbers.count - 1})
      order by g.id`,
    `insert into bench_activity (organization_id, id, at, kind, subject_id, gift_id, detail)
     select organization_id, numbered(told.id, n), at, told.kind, recipient, gift, jsonb_build_object('channel', 'dm')
       from ${rows} cross join (values (4, 'gift.delivered'), (7, 'code.revealed')) told (id, kind) order by n, told.id`,
  ];
}

/** Of the given gifts of these numbers, those for which a condition on `n` holds. */
function within(numbers: Numbers, condition: string): string {
  return `(select * from ${given(numbers)} g where ${condition}) g`;
}

const REDEEMED_AT = `at + interval '1 day'`;

function redeem(rows: string): string[] {
  return [
    `update gift set status = 'redeemed', redeemed_at = ${REDEEMED_AT} from ${rows}
      where gift.organization_id = g.organization_id and gift.id = g.gift`,
    `update code set sealed = null from ${rows} where code.organization_id = g.organization_id and code.gift_id = g.gift`,
    `insert into entry (organization_id, id, kind, key, subject_type, subject_id, occurred_at)
     select organization_id, numbered(5, n), 'code.redeemed', 'code.redeemed:' || gift, 'gift', gift, ${REDEEMED_AT} from ${rows}`,
    ...move(rows, { entry: 'numbered(5, n)', from: 'outstanding', to: 'wallet' }),
    `insert into bench_activity (organization_id, id, at, kind, actor_id, subject_id, gift_id, detail)
     select organization_id, numbered(6, n), ${REDEEMED_AT}, 'code.redeemed', recipient, recipient, gift,
            jsonb_build_object('amountMinor', amount::text, 'currency', 'USD')
       from ${rows} order by n`,
  ];
}

const ADD_UP = 'select add_up_spend(10000000)';

/** Notes for the reports what happened to gifts, and when. Of what is delivered, the activities tell by a trigger. */
function count(rows: string, happened: Readonly<Record<string, string>>): string {
  const each = Object.entries(happened).map(([what, at]) => `('${what}', ${at})`);
  return `select count_gifts(array_agg(gift), array_agg(what), array_agg(happened_at))
            from ${rows} cross join lateral (values ${each.join(', ')}) happened (what, happened_at)`;
}

/** The postings of gifts' entries, and the balances that they lead to. */
function move(rows: string, { entry, from, to }: { entry: string; from: string; to: string }): string[] {
  const legs = `(select g.organization_id, g.n, ${entry} as entry, leg.* from ${rows}
    cross join lateral (values (0, g.${from}, -g.amount), (1, g.${to}, g.amount)) leg (place, account, amount)) leg`;
  return [
    `insert into posting (organization_id, entry_id, account_id, currency, amount, balance_after)
     select leg.organization_id, leg.entry, leg.account, 'USD', leg.amount,
            a.balance + sum(leg.amount) over (partition by leg.account order by leg.n, leg.place)
       from ${legs} join account a on a.organization_id = leg.organization_id and a.id = leg.account
      order by leg.n, leg.place`,
    `update account a set balance = a.balance + moved.amount
       from (select leg.organization_id, leg.account, sum(leg.amount) as amount from ${legs} group by 1, 2) moved
      where a.organization_id = moved.organization_id and a.id = moved.account`,
  ];
}

/** What the gifts use of a yearly limit of their recipients and of one of their givers in the budget's period. */
function countLimits({ first, count }: Numbers): string {
  return `
    insert into limit_usage (organization_id, kind, subject, period, currency, used_minor)
    select g.organization_id, named.kind, named.subject, named.period, g.currency, sum(g.amount_minor)
      from gift g
     cross join lateral (values ('recipient', g.recipient_id::text, '2026'),
                                ('giver', g.giver_id || ':' || g.department_id, g.period)) named (kind, subject, period)
     where g.id between numbered(${GIFT_KIND}, ${first}) and numbered(${GIFT_KIND}, ${first + count - 1})
     group by 1, 2, 3, 4, 5
    on conflict (organization_id, kind, subject, period, currency)
      do update set used_minor = limit_usage.used_minor + excluded.used_minor`;
}

/** Moves the activities that were filled in to where they belong, signed as Largesse signs them. */
async function signActivities(db: Db, keys: KeyRing): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ place: bigint; text: string }>`
      select place, ${sql.raw(ACTIVITY_TEXT)} as text from bench_activity a order by place limit ${SIGNED_AT_ONCE}`.execute(
      db,
    );
    if (rows.length === 0) return;
    await sql`
      with signed as (
        delete from bench_activity a
         using unnest(${rows.map(({ place }) => place)}::bigint[],
                      ${byteaArray(rows.map(({ text }) => keys.sign(text).mac))}::bytea[]) s (place, mac)
         where a.place = s.place
        returning a.*, s.mac as signature)
      insert into activity (organization_id, id, at, kind, actor_id, subject_id, gift_id, detail, facts, mac)
      select organization_id, id, at, kind, actor_id, subject_id, gift_id, detail, facts, signature
        from signed order by place`.execute(db);
  }
}
