import { money } from './rule-words.ts';

/** What an approval decided about something was for, with the entry or row that came of it. */
function approved(kind: 'reissue' | 'close'): string {
  return `(select * from approval where kind = '${kind}' and status = 'approved')`;
}

/**
 * Rules that reported codes, frozen and closed wallets must keep with what is on record. Each query returns the rows that break its
 * rule, in words.
 */
export const GUARD_RULES: Record<string, string> = {
  'every reported code is on record, and was replaced only with a second person’s approval': `
    select format('report %s of the code of gift %s', r.id, r.gift_id) as broken
      from code_report r
      left join activity said
        on said.organization_id = r.organization_id and said.kind = 'code.reported' and said.gift_id = r.gift_id
       and said.actor_id = r.reported_by and said.at = r.reported_at and said.detail ->> 'reportId' = r.id::text
      left join activity replaced
        on replaced.organization_id = r.organization_id and replaced.kind = 'code.reissued' and replaced.gift_id = r.gift_id
       and replaced.at = r.ended_at
      left join ${approved('reissue')} a
        on a.organization_id = r.organization_id and a.subject_id = r.gift_id and a.decided_at = r.ended_at
       and a.requested_by = replaced.actor_id
     where said.id is null or (r.ended_at is not null and (replaced.id is null or a.id is null))`,
  'every code that was replaced had been reported': `
    select format('gift %s', a.gift_id) as broken
      from activity a
      left join code_report r
        on r.organization_id = a.organization_id and r.gift_id = a.gift_id and r.ended_at = a.at
     where a.kind = 'code.reissued' and r.id is null`,
  'no gift was redeemed while its code was reported': `
    select format('gift %s', g.id) as broken
      from gift g
      join code_report r on r.organization_id = g.organization_id and r.gift_id = g.id
     -- Whoever reported it found it unredeemed. Of when, other clocks may have told.
     where g.redeemed_at is not null and (r.ended_at is null or g.redeemed_at < r.ended_at - interval '1 minute')`,
  'every wallet is frozen or not as it was last recorded': `
    select format('the wallet of person %s', coalesce(w.person_id, a.subject_id)) as broken
      from wallet w
      full join (select distinct on (organization_id, subject_id) organization_id, subject_id, kind, at, actor_id
                   from activity where kind in ('wallet.frozen', 'wallet.unfrozen')
                  order by organization_id, subject_id, number desc) a
        on a.organization_id = w.organization_id and a.subject_id = w.person_id
     where case a.kind when 'wallet.frozen' then (w.frozen_at, w.frozen_by) is distinct from (a.at, a.actor_id)
                       when 'wallet.unfrozen' then w.person_id is null or w.frozen_at is not null
                       else true end`,
  'every wallet was closed by one entry of what it says, with a second person’s approval': `
    select format('closing %s of %s', coalesce(c.id, e.subject_id), ${money('c.amount_minor', 'c.currency')}) as broken
      from (select * from wallet_closing where done_at is not null) c
      full join (select e.organization_id, e.subject_id, e.occurred_at, p.amount, p.currency, source.owner_id as person_id, target.kind,
                        target.owner_id as target_id
                   from entry e
                   join posting p on p.organization_id = e.organization_id and p.entry_id = e.id and p.amount > 0
                   join account target on target.organization_id = p.organization_id and target.id = p.account_id
                   join posting q on q.organization_id = e.organization_id and q.entry_id = e.id and q.amount < 0
                   join account source on source.organization_id = q.organization_id and source.id = q.account_id
                  where e.subject_type = 'closing') e
        on e.organization_id = c.organization_id and e.subject_id = c.id
      left join ${approved('close')} a
        on a.organization_id = c.organization_id and a.subject_id = c.id and a.decided_at = c.done_at and a.currency = c.currency
       and a.requested_by = c.asked_by and a.excluded = array[c.person_id]
      left join activity said
        on said.organization_id = c.organization_id and said.at = c.done_at and said.subject_id = c.person_id
       and said.kind = case c.way when 'honour' then 'wallet.honoured' else 'wallet.closed' end
       and said.detail ->> 'closingId' = c.id::text and (said.detail ->> 'amountMinor')::bigint = c.amount_minor
     where c.id is null or a.id is null or said.id is null
        or case c.way when 'honour' then e.subject_id is not null
             else (e.amount, e.currency, e.person_id, e.occurred_at, e.kind, e.target_id) is distinct from
                  (c.amount_minor, c.currency, c.person_id, c.done_at, case c.way when 'return' then 'budget' else 'paid_out' end,
                   case c.way when 'return' then c.department_id else c.organization_id end) end`,
};
