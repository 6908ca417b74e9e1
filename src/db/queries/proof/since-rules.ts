import { sql } from 'kysely';
import type { Reader } from '#src/db/kit/schema.ts';
import { GUARDED_NAMES } from '#src/domain/ledger/guarded.ts';
import { listSealHeads } from '#src/db/ledger/seal-head.ts';
import { CHANGE_LEAF, FIRST } from '#src/db/ledger/seal-text.ts';
import type { ProvenHead } from '#src/domain/ledger/proof.ts';
import { money } from './rule-words.ts';
import type { Since } from './touched.ts';

/**
 * Rules that hold what was written since an earlier proof to what was proved then, in place of those that add everything up. With
 * `findAlteredStates` they prove the same of it. Each query returns the rows that break its rule, in words.
 */
export function sinceRules(since: readonly Since[]): Record<string, string> {
  function ofEach(queryOf: (one: Since) => string): string {
    return since.map(queryOf).join(' union all ');
  }
  return {
    'every balance is the one after its last posting': ofEach(balancesOf),
    'every new posting leads from the balance before it to the balance after it': ofEach(postingsOf),
    'every new change begins where the one before it ended': ofEach(changesOf),
  };
}

function balancesOf({ organizationId }: Since): string {
  return `
    select format('account %s (%s): balance %s, after its last posting %s', a.id, a.kind, ${money('a.balance', 'a.currency')},
                  ${money('last.balance_after', 'a.currency')}) as broken
      from account a
      left join lateral (select balance_after from posting p where p.organization_id = a.organization_id and p.account_id = a.id
                          order by p.id desc limit 1) last on true
     where a.organization_id = '${organizationId}' and a.balance <> coalesce(last.balance_after, 0)`;
}

function postingsOf({ organizationId, posting }: Since): string {
  return `
    select format('posting %s of account %s: %s after it, should be %s', p.id, p.account_id,
                  ${money('p.balance_after', 'p.currency')}, ${money('p.moved + coalesce(before.balance_after, 0)', 'p.currency')}) as broken
      from (select id, account_id, currency, balance_after,
                   sum(amount) over (partition by account_id order by id) as moved
              from posting where organization_id = '${organizationId}' and id > ${posting}) p
      left join lateral (select b.balance_after from posting b
                          where b.organization_id = '${organizationId}' and b.account_id = p.account_id and b.id <= ${posting}
                          order by b.id desc limit 1) before on true
     where p.balance_after <> p.moved + coalesce(before.balance_after, 0)`;
}

function changesOf({ organizationId, change }: Since): string {
  return `
    select format('change %s of %s %s', c.number, c.subject, c.key) as broken
      from change c
      left join lateral (select b.after from change b
                          where b.organization_id = c.organization_id and b.subject = c.subject and b.key = c.key and b.number < c.number
                          order by b.number desc limit 1) before on true
     where c.organization_id = '${organizationId}' and c.number > ${change} and c.before is distinct from before.after`;
}

/** What the books come to under the newest seal of each organization, for the next proof to go on from. */
export async function listProvenHeads(db: Reader): Promise<ProvenHead[]> {
  const heads: ProvenHead[] = [];
  for (const { organizationId } of await listSealHeads(db)) {
    const head = await findSealed(db, { organizationId });
    if (head) heads.push({ ...head, state: await digestState(db, head) });
  }
  return heads;
}

/** Which organizations' seals, balances or rights are not those that were proved, in words. */
export async function findAlteredStates(db: Reader, heads: readonly ProvenHead[]): Promise<string[]> {
  const altered: string[] = [];
  for (const head of heads) {
    const { organizationId, number } = head;
    const now = await findSealed(db, { organizationId, number });
    if (!now) altered.push(`seal ${number} is gone`);
    else if (textOf(now) !== textOf(head)) altered.push(`seal ${number} was altered`);
    else if ((await digestState(db, head)) !== head.state) {
      altered.push(`a balance or a right was altered that seal ${number} covers`);
    }
  }
  return altered;
}

type Sealed = Omit<ProvenHead, 'state'>;

function textOf({ hash, posting, change, activity }: Sealed): string {
  return [hash, posting, change, activity].join();
}

/** A seal of an organization: the one with this number, or the newest. */
async function findSealed(
  db: Reader,
  { organizationId, number }: { organizationId: string; number?: number },
): Promise<Sealed | undefined> {
  const { rows } = await sql<Sealed>`
    select organization_id as "organizationId", number, encode(hash, 'hex') as hash, last_posting as posting,
           coalesce(last_change, ${FIRST}) as change, coalesce(last_activity, ${FIRST}) as activity
      from seal
     where organization_id = ${organizationId} and number = coalesce(${number ?? null}::integer, number)
     order by number desc limit 1`.execute(db);
  return rows[0];
}

/** In place of the key of a chat account, which may be blanked: what a seal has of the row. Null for other rows. */
const KEY_LEAF = `case when c.subject in ('identity', 'pending_identity') then coalesce(e.leaf, ${CHANGE_LEAF}) end`;

/**
 * A digest of each account's balance after its last posting up to a number, and of the last change of each guarded row up to
 * another.
 */
async function digestState(db: Reader, { organizationId, posting, change }: Sealed): Promise<string> {
  const { rows } = await sql<{ state: string }>`
    select encode(sha256(convert_to(concat_ws(e'\n',
             (select string_agg(concat_ws(' ', a.id, last.id, last.balance_after), e'\n' order by a.id)
                from account a
                join lateral (select p.id, p.balance_after from posting p
                               where p.organization_id = a.organization_id and p.account_id = a.id and p.id <= ${posting}
                               order by p.id desc limit 1) last on true
               where a.organization_id = ${organizationId}),
             (select string_agg(concat_ws(' ', c.number, c.subject, coalesce(encode(${sql.raw(KEY_LEAF)}, 'hex'), c.key), c.after),
                                e'\n' order by c.number)
                from (select distinct on (subject, key) *
                        from change
                       where organization_id = ${organizationId} and number <= ${change} and subject = any (${[...GUARDED_NAMES]}::text[])
                       order by subject, key, number desc) c
                left join erased_text e on e.organization_id = c.organization_id and e.stream = 'change' and e.number = c.number)), 'UTF8')), 'hex') as state`.execute(
    db,
  );
  return rows[0]?.state ?? '';
}
