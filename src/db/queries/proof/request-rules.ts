import { CURRENCIES_BY_DIGITS } from '#src/domain/kit/minor-digits.ts';
import { listOf, money } from './rule-words.ts';

/** How many of the smallest unit make one of the currency of gift `g`. */
const UNITS = `case ${CURRENCIES_BY_DIGITS.map(([digits, codes]) => `when g.currency in (${listOf(codes)}) then ${10 ** digits}`).join(' ')} else 100 end`;

/** What request `r` asks for, in the smallest unit: a comma can only be between thousands, else it was refused. */
export const ASKED = `(case when replace(r.amount, ',', '') ~ '^[0-9]+([.][0-9]*)?$'
  then replace(r.amount, ',', '')::numeric * ${UNITS} end)`;

/** Whose a chat account has ever been, by the key of its row: the records that are kept of them. */
const OWNERS = `(select c.organization_id, c.key, array_agg(distinct coalesce(m.kept_id::text, named.person_id)) as people
  from change c
 cross join lateral (values (before ->> 'person_id'), (after ->> 'person_id')) named (person_id)
  left join person_merge m on m.organization_id = c.organization_id and m.person_id::text = named.person_id
 where c.subject = 'identity' and named.person_id is not null group by 1, 2)`;

/** Each request `r` with one of those whom it names, as `ref`. Most name one. */
const FIRST_NAMED = `(select organization_id, id, recipients -> 0 as ref from recognition where mac is not null)`;
const ALSO_NAMED = `(select organization_id, id, ref from recognition cross join lateral jsonb_array_elements(recipients - 0) ref
  where mac is not null and jsonb_array_length(recipients) > 1)`;

/** Whether a request names a person, by the records that are kept of them. By a name or an address, which they may have no more, it may. */
const IS_NAMED = `case r.ref ->> 'by' when 'id' then coalesce(named.kept_id::text, r.ref ->> 'personId') = g.person_id
  when 'chat' then coalesce(g.person_id = any (o.people), false) else r.ref is not null end`;

/** Requests with one of those whom they name, joined with what `IS_NAMED` reads. */
function joined(requests: string): string {
  return `${requests} r
      left join ${OWNERS} o
        on r.ref ->> 'by' = 'chat' and o.organization_id = r.organization_id and o.key = concat(r.ref ->> 'platform', ' ', r.ref ->> 'userId')
      left join person_merge named
        on r.ref ->> 'by' = 'id' and named.organization_id = r.organization_id and named.person_id::text = r.ref ->> 'personId'`;
}

/** The gifts that are not for the first whom their request names. */
const NOT_FOR_FIRST = `(select g.* from (select g.organization_id, g.id, g.recognition_id, g.recipient_id, coalesce(m.kept_id, g.recipient_id)::text as person_id
            from gift g
            left join person_merge m on m.organization_id = g.organization_id and m.person_id = g.recipient_id) g
    join (${joined(FIRST_NAMED)}) on r.organization_id = g.organization_id and r.id = g.recognition_id
   where ${IS_NAMED} is not true)`;

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
      from ${NOT_FOR_FIRST} g
     where not exists (select from ${joined(ALSO_NAMED)}
                        where r.organization_id = g.organization_id and r.id = g.recognition_id and ${IS_NAMED})`,
  'no request that had ended goes on': `
    select format('request %s had been %s, should not be %s', r.id, ended.how, r.status) as broken
      from recognition r
      join (select organization_id, detail ->> 'recognitionId' as id, detail ->> 'how' as how
              from activity where kind = 'recognition.ended') ended
        on ended.organization_id = r.organization_id and ended.id = r.id::text
     where r.status <> ended.how`,
};
