import type { Alteration } from './tampering.ts';

const UUID = '00000000-0000-7000-8000-0000000000aa';
const eve = `(select id from person where name = 'Eve Adler')`;
const design = `(select id from department where name = 'Design')`;

/** The request for 41, which waits to be decided, and the second one for 42, whose giver is asked whether they mean it. */
const waiting = `(select id from recognition where status = 'queued')`;
const question = `(select id from recognition where status = 'awaiting_confirmation')`;
/** What was refused, and what was withdrawn. */
const refused = `(select id from recognition where status = 'refused')`;
const cancelled = `(select id from recognition where status = 'cancelled')`;

function of(request: string, change: string): Pick<Alteration, 'by' | 'row'> {
  return { by: `update recognition set ${change} where id = ${request}`, row: `select ${request}` };
}

function forged(mac: string, keyId = 'key_id'): Pick<Alteration, 'by' | 'row'> {
  return {
    by: `insert into recognition (organization_id, id, source, request_id, status, giver, recipients, amount, currency, message, confirmed_at,
                                  answer_status, answer_due_at, created_at, key_id, mac)
         select organization_id, '${UUID}', source, 'forged', 'queued', giver, jsonb_build_array(jsonb_build_object('by', 'id', 'personId', ${eve})),
                '90', currency, message, confirmed_at, answer_status, answer_due_at, created_at, ${keyId}, ${mac}
           from recognition where id = ${waiting}`,
    row: `select '${UUID}'`,
  };
}

/** The end of a request on record, which somebody takes out so that it may be decided again. */
function endOf(request: string): string {
  return `kind = 'recognition.ended' and detail ->> 'recognitionId' = ${request}::text`;
}

function unended(request: string, alsoOfChanges: string): Pick<Alteration, 'by' | 'row'> {
  const key = `(select id::text from activity where ${endOf(request)})`;
  return {
    by: `create temporary table gone on commit drop as select ${request} as id, ${key} as key;
         ${alsoOfChanges}
         delete from activity where id::text = (select key from gone);
         update recognition set status = 'queued', refusal = null, decided_at = null where id = (select id from gone)`,
    row: `select 'running number ' || running_number || ' is gone' from change where subject = 'activity' and key = ${key}
           union all select ${key}`,
  };
}

/** Requests that Largesse will act on, or did. */
export const REQUEST_ALTERATIONS: readonly Alteration[] = [
  { what: 'a request was put in that nobody made', ...forged('null', 'null') },
  { what: 'a request was put in with a wrong signature', ...forged(`sha256('mac')`) },
  { what: 'a request was put in with a copied signature', ...forged('mac') },
  { what: 'a request was put in under a key that nobody has', ...forged(`sha256('mac')`, `'other'`) },
  { what: 'a request that waits asks for more', ...of(waiting, `amount = '900'`) },
  { what: 'a request that waits asks for another currency', ...of(waiting, `currency = 'EUR'`) },
  {
    what: 'a request that waits is for another',
    ...of(waiting, `recipients = jsonb_build_array(jsonb_build_object('by', 'id', 'personId', ${eve}))`),
  },
  {
    what: 'a request that waits is for one more',
    ...of(waiting, `recipients = recipients || jsonb_build_object('by', 'id', 'personId', ${eve})`),
  },
  { what: 'a request that waits is another’s', ...of(waiting, `giver = recipients -> 0`) },
  { what: 'a request that waits is paid by others', ...of(waiting, `paying_department_id = ${design}`) },
  { what: 'a request that waits says something else', ...of(waiting, `message = 'for the party'`) },
  { what: 'a request that waits has another occasion', ...of(waiting, `occasion = 'party'`) },
  {
    what: 'a request that waits is meant',
    ...of(waiting, `confirmed_at = confirmed_at + interval '1 second'`),
  },
  {
    what: 'a request that waits was made at another time',
    ...of(waiting, `created_at = created_at - interval '1 day'`),
  },
  { what: 'a request that waits came from elsewhere', ...of(waiting, `source = 'api'`) },
  { what: 'a request that waits has another id of its source', ...of(waiting, `request_id = 'again'`) },
  { what: 'a request that waits has no signature', ...of(waiting, 'mac = null') },
  {
    what: 'a request that waits has another’s signature',
    ...of(waiting, `mac = (select mac from recognition where id = ${question})`),
  },
  {
    what: 'a request that waits was signed with another key',
    ...of(waiting, `key_id = 'other', mac = sha256('mac')`),
  },
  { what: 'a question is about more', ...of(question, `amount = '900'`) },
  {
    what: 'a question was answered for its giver',
    ...of(question, `status = 'queued', decided_at = null, confirmed_at = now()`),
  },
  {
    what: 'a request that was refused waits again',
    ...of(refused, `status = 'queued', refusal = null, decided_at = null`),
  },
  {
    what: 'a request that was withdrawn waits again',
    ...of(cancelled, `status = 'queued', decided_at = null`),
  },
  {
    what: 'a request that was withdrawn is asked about again',
    ...of(cancelled, `status = 'awaiting_confirmation'`),
  },
  {
    what: 'a wrong code of a second factor was not typed',
    by: `delete from activity where kind = 'factor.refused'`,
    row: `select id from activity where kind = 'factor.refused'`,
  },
  { what: 'a request that was refused waits again, and its end is not on record', ...unended(refused, '') },
  {
    what: 'a request that was refused waits again, and its end is nowhere on record',
    ...unended(refused, `delete from change where subject = 'activity' and key = (select key from gone);`),
  },
];
