import { CURRENCIES_BY_DIGITS } from '#src/domain/kit/minor-digits.ts';
import { listOf, money } from './rule-words.ts';

/** How many of the smallest unit make one of the currency of gift `g`. */
const UNITS = `case ${CURRENCIES_BY_DIGITS.map(([digits, codes]) => `when g.currency in (${listOf(codes)}) then ${10 ** digits}`).join(' ')} else 100 end`;

/** What request `r` asks for, in the smallest unit: a comma can only be between thousands, else it was refused. */
const ASKED = `(case when replace(r.amount, ',', '') ~ '^[0-9]+([.][0-9]*)?$'
  then replace(r.amount, ',', '')::numeric * ${UNITS} end)`;

/** Whose a chat account has ever been, by the key of its row. */
const OWNERS = `(select distinct organization_id, key, person_id
  from change cross join lateral (values (before ->> 'person_id'), (after ->> 'person_id')) named (person_id)
 where subject = 'identity' and person_id is not null)`;

/** The people whom requests name. Null: by a name or an address, which they may have no more. */
const NAMED = `(select r.organization_id, r.id as recognition_id,
         case ref ->> 'by' when 'id' then ref ->> 'personId' when 'chat' then coalesce(o.person_id, 'nobody') end as person_id
    from recognition r
   cross join lateral jsonb_array_elements(r.recipients) ref
    left join ${OWNERS} o
      on ref ->> 'by' = 'chat' and o.organization_id = r.organization_id and o.key = concat(ref ->> 'platform', ' ', ref ->> 'userId')
   where r.mac is not null)`;

/**
 * Rules that requests and what came of them must keep. Those from before requests were signed are not asked about. Each query
 * returns the rows that break its rule, in words.
 */
export const REQUEST_RULES: Record<string, string> = {
  'every gift is as much as its request asked for': `
    select format('gift %s of %s: its request %s asks for %s %s', g.id, ${money('g.amount_minor', 'g.currency')}, r.id, r.amount,
                  coalesce(r.currency, g.currency)) as broken
      from gift g
      join recognition r on r.organization_id = g.organization_id and r.id = g.recognition_id
     where r.mac is not null
       and (g.amount_minor is distinct from ${ASKED} or (r.currency ~ '^[A-Z]{3}$' and r.currency <> g.currency))`,
  'every gift is for somebody whom its request names': `
    select format('gift %s is for person %s, whom request %s does not name', g.id, g.recipient_id, g.recognition_id) as broken
      from gift g
      join recognition r on r.organization_id = g.organization_id and r.id = g.recognition_id and r.mac is not null
     where not exists (select from ${NAMED} n
                        where n.organization_id = g.organization_id and n.recognition_id = g.recognition_id
                          and (n.person_id is null or n.person_id = g.recipient_id::text))`,
  'no request that had ended goes on': `
    select format('request %s had been %s, should not be %s', r.id, ended.how, r.status) as broken
      from recognition r
      join (select organization_id, detail ->> 'recognitionId' as id, detail ->> 'how' as how
              from activity where kind = 'recognition.ended') ended
        on ended.organization_id = r.organization_id and ended.id = r.id::text
     where r.status <> ended.how`,
};
