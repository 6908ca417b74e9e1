import { TRACELESS_KINDS } from '#src/domain/ledger/activity-kinds.ts';
import { KEPT } from '#src/domain/gift/gift-card.ts';
import { listOf } from './rule-words.ts';

/** The changes that stand for activities, and from which one on there are any. */
const COUNTED_ACTIVITIES = `(select organization_id, key, after ->> 'kind' as kind, (after ->> 'number')::bigint as number
  from change where subject = 'activity')`;

/**
 * Rules that the record keeps by its running numbers, of which an organization's changes have one each, without gaps. Each query
 * returns the rows that break its rule, in words.
 */
export const RUNNING_RULES: Record<string, string> = {
  'no change was taken out of the record': `
    select format('running number %s is gone: change %s of %s %s, which came next, has %s', expected, number, subject, key,
                  running_number) as broken
      from (select number, subject, key, running_number,
                   lag(running_number, 1, 0::bigint) over (partition by organization_id order by running_number) + 1 as expected
              from change where running_number is not null) c
     where running_number <> expected
     union all
    select case when coalesce(n.last, 0) > coalesce(c.last, 0) then format('running number %s is gone, which came last', n.last)
                else format('running number %s is there, but not counted', c.last) end
      from change_count n
      full join (select organization_id, max(running_number) as last from change where running_number is not null group by 1) c
        on c.organization_id = n.organization_id
     where n.last is distinct from c.last`,
  'what leaves no other trace is on record, and in its place': `
    select format('activity %s (%s %s)', coalesce(c.number, a.number), coalesce(c.kind, a.kind), coalesce(c.key, a.key)) as broken
      from (select organization_id, id::text as key, kind, number from activity
             where kind in (${listOf(TRACELESS_KINDS)}) and (kind <> 'code.revealed' or actor_id is not null)) a
      full join ${COUNTED_ACTIVITIES} c on c.organization_id = a.organization_id and c.key = a.key
      left join (select organization_id, min(number) as number from ${COUNTED_ACTIVITIES} counted group by 1) first
        on first.organization_id = a.organization_id
     where case when c.key is null then a.number >= first.number else (a.kind, a.number) is distinct from (c.kind, c.number) end`,
  // Those that are not found at once are few, and only of them is asked whether they need to be.
  'every message that brought a code says so on record': `
    with missing as materialized (
      select d.organization_id, d.gift_id, d.channel, d.sent_at
        from delivery d
       where d.status = 'sent' and d.channel <> 'claim'
         and not exists (select from activity a
                          where a.organization_id = d.organization_id and a.gift_id = d.gift_id and a.kind = 'code.revealed'
                            and a.detail ->> 'channel' = d.channel))
    select format('gift %s: its code went out by %s', d.gift_id, d.channel) as broken
      from missing d
      join (select organization_id, min(at) as at from activity where mac is not null group by 1) first
        on first.organization_id = d.organization_id
     where d.sent_at > first.at
       -- The message of a gift card holds none, nor does that of a gift whose recipient took its value at once.
       and not exists (select from gift_card c
                        where c.organization_id = d.organization_id and c.gift_id = d.gift_id and c.status <> 'failed')
       and not exists (select from activity a
                        where a.organization_id = d.organization_id and a.gift_id = d.gift_id and a.kind = 'gift.not-bought'
                          and a.detail ->> 'reason' = '${KEPT}')`,
};
