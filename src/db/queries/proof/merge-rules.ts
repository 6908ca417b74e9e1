import { money } from './rule-words.ts';

/** The legs of entries that move what a record held to the one that is kept, by account: what each lost and got. */
const MOVED = `(select e.organization_id, e.id as entry_id, e.key, e.subject_type, e.subject_id, e.occurred_at, a.kind, a.owner_id, a.period,
         p.currency, sum(p.amount) as amount
    from entry e
    join posting p on p.organization_id = e.organization_id and p.entry_id = e.id
    join account a on a.organization_id = p.organization_id and a.id = p.account_id
   where e.kind = 'wallet.merged'
   group by e.organization_id, e.id, e.key, e.subject_type, e.subject_id, e.occurred_at, a.kind, a.owner_id, a.period, p.currency)`;

/** Each merge with the record that was kept then, as it is on record; by now that may be merged itself. */
const FIRST_KEPT = `(select m.organization_id, m.id, m.person_id, m.merged_at, coalesce(a.detail ->> 'keptId', m.kept_id::text) as kept_id
    from person_merge m
    left join activity a
      on a.organization_id = m.organization_id and a.kind = 'person.merged' and a.subject_id = m.person_id and a.at = m.merged_at
     and a.detail ->> 'mergeId' = m.id::text)`;

/** Every record that was kept of somebody, one after the other, with from when until when: at the very instant of a merge, either is. */
const KEPT_IN_TURN = `(with recursive kept as (
    select organization_id, person_id, kept_id, merged_at from ${FIRST_KEPT} f
     union
    select k.organization_id, k.person_id, f.kept_id, f.merged_at
      from kept k join ${FIRST_KEPT} f on f.organization_id = k.organization_id and f.person_id::text = k.kept_id)
  select k.*, m.merged_at as until
    from kept k left join person_merge m on m.organization_id = k.organization_id and m.person_id::text = k.kept_id)`;

/** Whose money each of these entries moved, and to whom, as it is on record: of a merge, or of what a refund gave back after one. */
const SUBJECTS = `(select f.organization_id, 'merge' as subject_type, f.id as subject_id, f.person_id, f.kept_id, f.merged_at as at, f.merged_at
    from ${FIRST_KEPT} f
   union all
  select r.organization_id, 'refund', r.id, k.person_id, k.kept_id, r.refunded_at, k.merged_at
    from refund r
    join checkout c on c.organization_id = r.organization_id and c.id = r.checkout_id
    join ${KEPT_IN_TURN} k
      on k.organization_id = c.organization_id and k.person_id = c.person_id
     and k.merged_at <= r.refunded_at and coalesce(k.until, r.refunded_at) >= r.refunded_at)`;

/** What each refund gave back to the wallet of a record that was merged before, by account. */
const GIVEN_BACK = `(select s.organization_id, s.subject_id, s.person_id, a.kind, a.period, p.currency, sum(p.amount) as amount
    from (select distinct organization_id, subject_id, person_id from ${SUBJECTS} s where subject_type = 'refund' and merged_at < at) s
    join entry e
      on e.organization_id = s.organization_id and e.subject_type = 'refund' and e.subject_id = s.subject_id and e.kind = 'checkout.refunded'
    join posting p on p.organization_id = e.organization_id and p.entry_id = e.id
    join account a on a.organization_id = p.organization_id and a.id = p.account_id and a.kind in ('wallet_gift', 'wallet_promo')
   group by 1, 2, 3, 4, 5, 6)`;

/** Rules that merged records keep with their money. Each query returns the rows that break its rule, in words. */
export const MERGE_RULES: Record<string, string> = {
  'every record that was merged into another one holds nothing, has left and has no accounts': `
    select format('person %s: account %s holds %s', m.person_id, a.id, ${money('a.balance', 'a.currency')}) as broken
      from person_merge m
      join account a
        on a.organization_id = m.organization_id and a.owner_id = m.person_id and a.kind in ('wallet_gift', 'wallet_promo')
     where a.balance <> 0
     union all
    select format('person %s', m.person_id)
      from person_merge m
      join person p on p.organization_id = m.organization_id and p.id = m.person_id
      left join (select distinct organization_id, person_id from identity) i
        on i.organization_id = m.organization_id and i.person_id = m.person_id
     where p.deactivated_at is null or i.person_id is not null`,
  'nothing was merged into a record that was merged itself': `
    select format('person %s', m.person_id) as broken
      from person_merge m
      join person_merge k on k.organization_id = m.organization_id and k.person_id = m.kept_id`,
  'what moved by a merge went from the record to the one that is kept, of each currency and grant, and nothing else did': `
    select format('entry %s (%s): %s of %s', v.entry_id, v.key, v.kind, v.owner_id) as broken
      from ${MOVED} v
      left join ${SUBJECTS} s
        on s.organization_id = v.organization_id and s.subject_type = v.subject_type and s.subject_id = v.subject_id
       and s.at = v.occurred_at and v.owner_id::text = case when v.amount < 0 then s.person_id::text else s.kept_id end
     where s.subject_id is null
     union all
    select format('entry %s: %s %s moved, %s came', entry_id, kind, period, ${money('amount', 'currency')})
      from (select entry_id, kind, period, currency, sum(amount) as amount from ${MOVED} v group by 1, 2, 3, 4) v
     where amount <> 0`,
  'what a refund gave back to a merged record went on to the one that is kept': `
    select format('refund %s of person %s: %s came back, %s went on', b.subject_id, b.person_id, ${money('b.amount', 'b.currency')},
                  ${money('-v.amount', 'b.currency')}) as broken
      from ${GIVEN_BACK} b
      left join ${MOVED} v
        on v.organization_id = b.organization_id and v.subject_type = 'refund' and v.subject_id = b.subject_id
       and v.owner_id = b.person_id and v.kind = b.kind and v.period = b.period and v.currency = b.currency
     where v.amount is distinct from -b.amount`,
  'every merge is on record, with who did it, and so is what moved by it': `
    select format('merge %s of person %s', m.id, m.person_id) as broken
      from person_merge m
      left join activity a
        on a.organization_id = m.organization_id and a.kind = 'person.merged' and a.subject_id = m.person_id and a.at = m.merged_at
       and a.detail ->> 'mergeId' = m.id::text and a.actor_id is not distinct from m.merged_by
      left join person_merge k on k.organization_id = a.organization_id and k.person_id::text = a.detail ->> 'keptId'
     where a.id is null or m.kept_id::text is distinct from coalesce(k.kept_id::text, a.detail ->> 'keptId')
     union all
    select format('entry %s (%s)', v.entry_id, v.key)
      from (select organization_id, entry_id, key, subject_type, subject_id, occurred_at, owner_id, currency, sum(amount) as amount
              from ${MOVED} v where amount > 0 group by 1, 2, 3, 4, 5, 6, 7, 8) v
      left join activity a
        on a.organization_id = v.organization_id and a.kind = 'wallet.merged' and a.at = v.occurred_at and a.subject_id = v.owner_id
       and a.detail ->> (v.subject_type || 'Id') = v.subject_id::text and a.detail ->> 'currency' = v.currency
       and (a.detail ->> 'amountMinor')::numeric = v.amount
     where a.id is null`,
};
