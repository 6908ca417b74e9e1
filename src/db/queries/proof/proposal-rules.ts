import { ALLOWANCES_SET, BUDGETS_SET } from '#src/db/budget/planned-change.ts';
import { ERASED } from '#src/domain/people/erased.ts';
import { MAIL } from '#src/domain/people/given-account.ts';
import { listOf } from './rule-words.ts';

/** What was done, by columns: whose, in which currency, when, and how much. */
type Deed = { organizationId: string; currency: string; at: string; amount: string };

/**
 * Whether an amount needed a second person, whichever setting held then: of when that was set, another clock may have told than of
 * when something was done.
 */
function isAbove({ organizationId, currency, at, amount }: Deed): string {
  return `${amount} > (select (held.over ->> ${currency})::bigint from second_person held
      where held.organization_id = ${organizationId} and held.set_at < ${at} - interval '1 minute' order by held.set_at desc, held.id desc limit 1)
    and not exists (select from second_person held
      where held.organization_id = ${organizationId} and held.set_at between ${at} - interval '1 minute' and ${at} + interval '1 minute'
        and coalesce((held.over ->> ${currency})::bigint, ${amount}) >= ${amount})`;
}

const ENTRY = {
  organizationId: 'e.organization_id',
  currency: 'q.currency',
  at: 'e.occurred_at',
  amount: 'q.amount',
};
const SETTING = {
  organizationId: 's.organization_id',
  currency: 's.currency',
  at: 's.set_at',
  amount: 's.amount_minor',
};

/** Entries that two people decide anyhow: a request for funds that somebody approved tops a budget up under the approval's id. */
const DECIDED = `exists (select from approval d where d.organization_id = e.organization_id and d.id = e.subject_id and d.status = 'approved')`;

/** What held when setting `b` was made; what is planned is a raise by that already. */
function heldBefore(settings: string, whose: 'department_id' | 'person_id'): string {
  return `(select w.amount_minor from ${settings} w
            where w.organization_id = b.organization_id and w.${whose} = b.${whose} and w.id <> b.id
              and (w.set_at, w.made_at, w.id) < (b.made_at, b.made_at, b.id)
            order by w.set_at desc, w.made_at desc, w.id desc limit 1)`;
}

/** Whether rights needed a second person when something was done, by the same two clocks. */
function wasAsked(row: string, at: string): string {
  return `coalesce((select held.over <> '{}' from second_person held
      where held.organization_id = ${row}.organization_id and held.set_at < ${row}.${at} - interval '1 minute'
      order by held.set_at desc, held.id desc limit 1), false)
    and not exists (select from second_person held
      where held.organization_id = ${row}.organization_id and held.over = '{}'
        and held.set_at between ${row}.${at} - interval '1 minute' and ${row}.${at} + interval '1 minute')`;
}

/** What a token may do was asked for: its scopes, and the shop that it is for. */
const ASKED_SCOPES = `(select array_agg(s) from (select jsonb_array_elements_text(p.change -> 'scopes') as s
      union all select 'marketplace:' || (p.change ->> 'marketplaceId')) asked where s is not null)`;

const DECISIONS = ['proposal.confirmed', 'proposal.declined', 'proposal.withdrawn'];

/**
 * Rules that changes which need a second person must keep with what is on record of them. Each query returns the rows that break its
 * rule, in words.
 */
export const PROPOSAL_RULES: Record<string, string> = {
  'every proposed change was decided as it is on record, and confirmed by another person': `
    select format('proposal %s is %s', coalesce(p.id::text, a.id), coalesce(p.status, a.status)) as broken
      from (select * from proposal where status in ('confirmed', 'declined', 'withdrawn')) p
      full join (select organization_id, detail ->> 'proposalId' as id, actor_id, detail ->> 'proposedBy' as proposed_by, at,
                        split_part(kind, '.', 2) as status
                   from activity where kind in (${listOf(DECISIONS)})) a
        on a.organization_id = p.organization_id and a.id = p.id::text and a.status = p.status
     where p.id is null or a.id is null or a.at <> p.decided_at
        or (p.decided_by, p.proposed_by::text) is distinct from (a.actor_id, a.proposed_by)
        or p.status = 'confirmed' and p.decided_by is not distinct from p.proposed_by`,
  'every proposed change is on record as it was proposed': `
    select format('proposal %s', p.id) as broken
      from proposal p
      left join (select * from activity where kind = 'proposal.made') a
        on a.organization_id = p.organization_id and a.detail ->> 'proposalId' = p.id::text
     where (a.actor_id, a.at, a.detail ->> 'change', a.detail ->> 'currency', a.detail ->> 'amountMinor', a.detail ->> 'reason')
           is distinct from (p.proposed_by, p.proposed_at, p.kind, p.currency, p.amount_minor::text, p.reason)`,
  'what was topped up or moved above the amount had the word of a second person': `
    select format('entry %s (%s)', e.id, e.key) as broken
      from entry e
      join posting q on q.organization_id = e.organization_id and q.entry_id = e.id and q.amount > 0
     where e.subject_type in ('top-up', 'move') and ${isAbove(ENTRY)}
       and not ${DECIDED}
       and not exists (select from proposal p
                        where p.organization_id = e.organization_id and p.id = e.subject_id and p.status = 'confirmed'
                          and (p.change ->> 'amountMinor')::bigint = q.amount)`,
  'every budget and allowance that was raised above the amount had the word of a second person': `
    select format('%s %s', s.what, s.id) as broken
      from (select b.organization_id, b.id, 'budget' as what, d.currency, b.amount_minor, b.made_at as set_at,
                   coalesce(${heldBefore(BUDGETS_SET, 'department_id')}, 0) as before
              from ${BUDGETS_SET} b
              join department d on d.organization_id = b.organization_id and d.id = b.department_id
             union all
            select b.organization_id, b.id, 'allowance', v.detail ->> 'currency', b.amount_minor, b.made_at,
                   ${heldBefore(ALLOWANCES_SET, 'person_id')}
              from ${ALLOWANCES_SET} b
              join activity v on v.organization_id = b.organization_id and v.subject_id = b.person_id and v.at = b.made_at
               and v.kind = case when b.made_at = b.set_at then 'allowance.set' else 'allowance.planned' end) s
     where s.amount_minor > s.before and ${isAbove(SETTING)}
       and not exists (select from proposal p where p.organization_id = s.organization_id and p.id = s.id and p.status = 'confirmed')`,
  // Whoever runs the program gives the first roles, before there is anybody to ask.
  'every role above employee that somebody gave while roles needed it had the word of a second person': `
    select format('role of person %s: activity %s', a.subject_id, a.id) as broken
      from activity a
     cross join lateral (select coalesce(a.detail -> 'after' ->> 'role', a.detail ->> 'role') as role) given
     where a.kind in ('person.imported', 'person.changed', 'person.reactivated') and a.actor_id is not null and given.role <> 'employee'
       and (a.kind = 'person.reactivated' or given.role is distinct from coalesce(a.detail -> 'before' ->> 'role', 'employee'))
       and ${wasAsked('a', 'at')}
       and not exists (select from proposal p
                        where p.organization_id = a.organization_id and p.kind = 'role' and p.status = 'confirmed'
                          and p.id::text = a.detail ->> 'proposalId' and p.decided_at = a.at and p.proposed_by = a.actor_id
                          and (p.change ->> 'personId', p.change ->> 'role') = (a.subject_id::text, given.role))`,
  'every account of somebody with a role that an admin linked while that needed it had the word of a second person': `
    select format('account of person %s: activity %s', a.subject_id, a.id) as broken
      from activity a
     where a.kind = 'identity.linked' and a.detail ->> 'by' = 'admin' and a.actor_id is not null and a.detail ->> 'role' <> 'employee'
       and ${wasAsked('a', 'at')}
       and not exists (select from proposal p
                        where p.organization_id = a.organization_id and p.kind = 'account' and p.status = 'confirmed'
                          and p.id::text = a.detail ->> 'proposalId' and p.decided_at = a.at and p.proposed_by = a.actor_id
                          and p.change ->> 'personId' = a.subject_id::text)`,
  // Spelled otherwise it is the same one. Of somebody who gets the role with it, the role has the word.
  'every address of somebody with a role that was changed while that needed it had the word of a second person': `
    select format('address of person %s: activity %s', a.subject_id, a.id) as broken
      from activity a
     where a.kind in ('person.changed', 'person.deactivated', 'person.reactivated') and a.actor_id is not null
       and a.detail ->> 'newAddress' = 'true' and ${wasAsked('a', 'at')}
       and not exists (select from proposal p
                        where p.organization_id = a.organization_id and p.kind = 'account' and p.status = 'confirmed'
                          and p.id::text = a.detail ->> 'proposalId' and p.decided_at = a.at and p.proposed_by = a.actor_id
                          and p.change ->> 'personId' = a.subject_id::text and (p.reason like '${MAIL}:%' or p.reason = '${ERASED}'))`,
  'every merge of records of which one had a role while that needed it had the word of a second person': `
    select format('merge %s', a.detail ->> 'mergeId') as broken
      from activity a
     where a.kind = 'person.merged' and a.actor_id is not null
       and exists (select from jsonb_array_elements_text(a.detail -> 'roles') r where r <> 'employee')
       and ${wasAsked('a', 'at')}
       and not exists (select from proposal p
                        where p.organization_id = a.organization_id and p.kind = 'merge' and p.status = 'confirmed'
                          and p.id::text = a.detail ->> 'proposalId' and p.decided_at = a.at and p.proposed_by = a.actor_id
                          and (p.change ->> 'recordId', p.change ->> 'keptId') = (a.subject_id::text, a.detail ->> 'keptId'))`,
  'every token over money or people that somebody made while tokens needed it had the word of a second person': `
    select format('token %s', t.id) as broken
      from api_token t
     where t.made_by is not null and ${wasAsked('t', 'made_at')}
       and exists (select from unnest(t.scopes) s where s like '%:write' or s = 'people:provision' or s like 'marketplace:%')
       and not exists (select from proposal p
                        where p.organization_id = t.organization_id and p.id = t.id and p.kind = 'token' and p.status = 'confirmed'
                          and p.proposed_by = t.made_by and p.change ->> 'personId' = t.person_id::text
                          and t.expires_at <= (p.change ->> 'until')::timestamptz and t.scopes <@ ${ASKED_SCOPES})`,
};
