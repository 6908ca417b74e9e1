import { GUARDED, GUARDED_NAMES, type GuardedName } from '#src/domain/ledger/guarded.ts';
import { keptOf } from '#src/db/ledger/kept-state.ts';
import { ACTIVITY_LEAF, CHANGE_LEAF } from '#src/db/ledger/seal-text.ts';
import { GIFT_FACTS, GIFT_WITH_CODE_AND_REQUEST } from '#src/db/ledger/record-sql.ts';

const DIGEST = '^[0-9a-f]{64}$';

/** What of two states is not alike, in words. Texts are digests, which say nothing to people. */
function differenceBetween(state: string, should: string): string {
  const [is, was] = [`${state} ->> name`, `${should} ->> name`];
  return `(select string_agg(case when ${is} ~ '${DIGEST}' or ${was} ~ '${DIGEST}' then format('its %s is another', words)
                            else format('its %s is %s, should be %s', words, coalesce(${is}, 'nothing'), coalesce(${was}, 'nothing')) end,
                       ', ' order by name)
             from jsonb_object_keys(${should}) name, replace(name, '_', ' ') words
            where ${state} -> name is distinct from ${should} -> name)`;
}

function lastChangesOf(name: GuardedName): string {
  return `select distinct on (organization_id, key) organization_id, key, after
    from change where subject = '${name}' order by organization_id, key, number desc`;
}

/** Rows that are not as the last change of them left them, or that should not be there, or should. */
function ruleOf(name: GuardedName): string {
  const organization = name === 'organization' ? 't.id' : 't.organization_id';
  const key = GUARDED[name].keys.map((column) => `t.${column}::text`).join(` || ' ' || `);
  return `
    select format('%s %s: %s', '${name.replaceAll('_', ' ')}', coalesce(now.key, last.key),
                  case when last.after is null then 'it is not on record'
                       when now.state is null then 'it is missing'
                       else ${differenceBetween('now.state', 'last.after')} end) as broken
      from (select ${organization} as organization_id, ${key} as key, ${keptOf(name)} as state from ${name} t) now
      full join (${lastChangesOf(name)}) last on last.organization_id = now.organization_id and last.key = now.key
     where now.state is distinct from last.after`;
}

/** The gifts' last facts on record. */
const LAST_FACTS = `(select distinct on (organization_id, gift_id) organization_id, gift_id, facts, mac
  from activity where kind in ('gift.reserved', 'gift.issued', 'gift.blanked', 'code.resealed', 'code.reissued') order by organization_id, gift_id, number desc)`;

/** Rules that what there is now must keep with what is on record. Each query returns the rows that break its rule, in words. */
export const GUARDED_RULES: Record<string, string> = {
  'every right, rule and setting is as it was last recorded': GUARDED_NAMES.map(ruleOf).join(' union all '),
  'every recorded change begins where the one before it ended': `
    select format('change %s of %s %s', number, subject, key) as broken
      from (select number, subject, key, before,
                   lag(after) over (partition by organization_id, subject, key order by number) as left_as from change) c
     where before is distinct from left_as`,
  'every text that was blanked is as it was left': `
    select format('change %s', e.number) as broken
      from erased_text e join change c on c.number = e.number and c.organization_id = e.organization_id
     where e.stream = 'change' and e.now is distinct from ${CHANGE_LEAF}
     union all
    select format('activity %s', e.number)
      from erased_text e join activity a on a.number = e.number and a.organization_id = e.organization_id
     where e.stream = 'activity' and e.now is distinct from ${ACTIVITY_LEAF}`,
  'every gift, its code and its request are as they were when it was given': `
    select format('gift %s', g.id) as broken
      from ${GIFT_WITH_CODE_AND_REQUEST}
      left join ${LAST_FACTS} last on last.organization_id = g.organization_id and last.gift_id = g.id
     -- Before there were facts, activities were not signed either.
     where last.facts is distinct from ${GIFT_FACTS} and (last.mac is not null or last.gift_id is null)`,
};
