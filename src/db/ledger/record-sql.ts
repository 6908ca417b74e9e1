import { jsonArraySql, neverNull, number, unescaped, string, words } from '#src/db/kit/json-array-sql.ts';

/**
 * The texts that the record signs, as SQL over its rows. They come from this program and are no functions of the
 * database, because who changes rows there could change the functions too.
 */

function millis(column: string): string {
  return `(extract(epoch from ${column}) * 1000)::bigint`;
}

/** What is signed of a row `a` of `activity`; the same as `activityText`. */
export const ACTIVITY_TEXT = `json_build_array('activity', a.organization_id, a.id, ${millis('a.at')}, a.kind, a.actor_id, a.subject_id,
  a.gift_id, a.operator, encode(a.facts, 'hex'), a.detail::text)::text`;

/** What `GIFT_FACTS` reads. */
export const GIFT_WITH_CODE_AND_REQUEST = `gift g
  left join code k on k.organization_id = g.organization_id and k.gift_id = g.id
  left join recognition r on r.organization_id = g.organization_id and r.id = g.recognition_id`;

/** The facts of a gift `g` with its code `k`, which it may lack, and its request `r`; the same as the hash of `giftFactsText`. */
export const GIFT_FACTS = `sha256(convert_to(${jsonArraySql([
  neverNull(unescaped('g.id')),
  neverNull(unescaped('g.recognition_id')),
  neverNull(unescaped('g.recipient_id')),
  neverNull(unescaped('g.giver_id')),
  neverNull(unescaped('g.department_id')),
  neverNull(words('g.region')),
  neverNull(unescaped('g.amount_minor')),
  neverNull(words('g.currency')),
  words('g.period'),
  neverNull(number(millis('g.created_at'))),
  number(millis('g.expires_at')),
  words(`g.funding_source || case g.tax_class when 'employee' then '' else ' ' || g.tax_class end
         || coalesce(' ' || g.tax_country || '/' || g.tax_occasion || '/' || g.tax_zone, '')`),
  neverNull(words('g.value_source')),
  unescaped(`encode(k.hmac, 'hex')`),
  words('k.key_id'),
  words('k.last_four'),
  unescaped('k.bound_to'),
  words('r.source'),
  words('r.request_id'),
  string('r.giver'),
  string('r.recipients'),
  words('r.amount'),
  words('r.currency'),
  words('r.message'),
  words('r.occasion'),
  unescaped('r.paying_department_id'),
])}, 'UTF8'))`;
