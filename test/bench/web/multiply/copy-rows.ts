import type { Client } from 'pg';
import { must } from '#src/domain/kit/must.ts';
import { APART_MINUTES, BASE, type Copies, copiedId, rowsOf, type Space } from './copies.ts';
import type { Staged, StagedColumn } from './stage-tables.ts';

/** What differs from copy to copy and is no column of ids. */
function differentOf(copies: Copies): Record<string, string> {
  function named(json: string, path: string, space: Space): string {
    const id = copiedId(`(${json} #>> '${path}')::uuid`, space, copies);
    return `jsonb_set(${json}, '${path}', to_jsonb(${id}::text))`;
  }
  return {
    'recognition.request_id': `t.request_id || '#' || c.copy`,
    'recognition.giver': named('t.giver', '{personId}', 'person'),
    'recognition.recipients': named('t.recipients', '{0,personId}', 'person'),
    'approval.excluded': `(select array_agg(${copiedId('one', 'person', copies)}) from unnest(t.excluded) one)`,
    'checkout.request_id': `t.request_id || '#' || c.copy`,
    'entry.key': `case when c.copy = 0 then t.key else replace(t.key, t.subject_id::text, copy_of(t.subject_id, c.copy)::text) end`,
    'activity.detail': `case when c.copy = 0 then t.detail
      when t.kind like 'approval.%' then ${named('t.detail', '{approvalId}', 'gift')}
      when t.kind like 'checkout.%' then ${named('t.detail', '{checkoutId}', 'gift')} else t.detail end`,
    'code.hmac': `sha256(t.hmac || int4send(c.copy))`,
    'person.name': `t.name || case when c.copy = 0 then '' else '-' || c.copy end`,
    'person.email': `case when c.copy = 0 then '' else 'c' || c.copy || '.' end || t.email`,
    'person.employee_number': `t.employee_number || case when c.copy = 0 then '' else '-' || c.copy end`,
    // Balances come with the postings.
    'account.balance': '0',
  };
}

/** Whose numbers are given anew, in the order in which rows are written. */
const NUMBERED = ['activity.number', 'posting.id'];

/** One month after the other: so many rows can be sorted in memory. */
type Stretch = { from: string; to: string };

/** Writes all copies of a table's rows, in the order of time. */
export async function copyRows(client: Client, { table, columns }: Staged, copies: Copies): Promise<void> {
  const written = columns.filter(({ name }) => !NUMBERED.includes(`${table}.${name}`));
  const values = written.map((column) => valueOf(table, column, copies));
  for (const { from, to } of await listStretches(client)) {
    await client.query(`
      insert into public.${table} (${written.map(({ name }) => name).join(', ')})
      select ${values.join(', ')} from ${copiesOf(table, copies)}
       where t.bench_at >= '${from}' and t.bench_at < '${to}'
       order by t.bench_at + c.later, t.bench_place, c.copy`);
  }
}

/**
 * Writes all copies of the postings, with the balances that they lead to. What budgets got and gave back is there once, and as much as
 * all copies need.
 */
export async function copyPostings(client: Client, { columns }: Staged, copies: Copies): Promise<void> {
  function valueIn(name: string): string {
    const column = columns.find((one) => one.name === name);
    return valueOf('posting', must(column, name), copies);
  }
  const [entry, account] = [valueIn('entry_id'), valueIn('account_id')];
  for (const { from, to } of await listStretches(client)) {
    await client.query(`
      create temp table moved as
      select t.organization_id, ${entry} as entry_id, ${account} as account_id, t.currency,
             t.amount * case when t.bench_space is null then ${copies.gifts} else 1 end as amount,
             row_number() over (order by t.bench_at + c.later, t.bench_place, c.copy) as place
        from ${copiesOf('posting', copies)}
       where t.bench_at >= '${from}' and t.bench_at < '${to}'`);
    await client.query('analyze moved');
    await client.query(`
      insert into posting (organization_id, entry_id, account_id, currency, amount, balance_after)
      select m.organization_id, m.entry_id, m.account_id, m.currency, m.amount,
             a.balance + sum(m.amount) over (partition by m.account_id order by m.place)
        from moved m join account a on a.organization_id = m.organization_id and a.id = m.account_id
       order by m.place`);
    await client.query(`
      update account a set balance = a.balance + m.amount
        from (select organization_id, account_id, sum(amount) as amount from moved group by 1, 2) m
       where a.organization_id = m.organization_id and a.id = m.account_id`);
    await client.query('drop table moved');
  }
}

async function listStretches(client: Client): Promise<Stretch[]> {
  return rowsOf<Stretch>(
    client,
    `select coalesce(lag(month) over (order by month), '-infinity')::text as "from", month::text as "to"
       from (select generate_series(date_trunc('month', min(bench_at)), max(bench_at), interval '1 month') + interval '1 month' as month
               from ${BASE}.entry) months
      order by month`,
  );
}

function valueOf(table: string, { name, type, space }: StagedColumn, copies: Copies): string {
  const different = differentOf(copies)[`${table}.${name}`];
  if (different !== undefined) return different;
  if (space === 'by row') {
    return `case t.${name}_space when 'gift' then ${copiedId(`t.${name}`, 'gift', copies)}
      when 'person' then ${copiedId(`t.${name}`, 'person', copies)} else t.${name} end`;
  }
  if (space !== undefined) return copiedId(`t.${name}`, space, copies);
  return type.startsWith('timestamp') ? `t.${name} + c.later` : `t.${name}`;
}

/** The rows of a table, as often as they are copied: `t` and `c`. */
function copiesOf(table: string, { gifts, people }: Copies): string {
  return `${BASE}.${table} t
     cross join lateral (
       select copy, copy * interval '${APART_MINUTES} minutes' as later
         from generate_series(0, case t.bench_space when 'gift' then ${gifts} when 'person' then ${people} else 1 end - 1) copy) c`;
}
