import { sql } from 'kysely';
import type { Reader, Schema, Tx } from '#src/db/kit/schema.ts';
import { ERASED } from '#src/domain/people/erased.ts';
import { PERSONAL_DATA, type PersonalTable } from './personal-data.ts';

export type ErasedRef = { organizationId: string; personId: string };

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/u;

/** Every chat account that was ever theirs, as the record has it. */
const CHATS = `select substr(h.key, strpos(h.key, ' ') + 1) from change h
  where h.organization_id = t.organization_id and h.subject in ('identity', 'pending_identity')
    and :who::text in (h.before ->> 'person_id', h.after ->> 'person_id')`;

/** Whether a part `ref` of a request names the person: by their id, a chat account, an address or the name that they have. */
const NAMES_THEM = `(case ref ->> 'by'
  when 'id' then ref ->> 'personId' = :who::text
  when 'chat' then concat(ref ->> 'platform', ' ', ref ->> 'userId') in (
    select h.key from change h
     where h.organization_id = t.organization_id and h.subject in ('identity', 'pending_identity')
       and :who::text in (h.before ->> 'person_id', h.after ->> 'person_id'))
  when 'email' then fold_text(ref ->> 'email') = (select w.email_key from person w where w.organization_id = t.organization_id and w.id = :who)
  when 'name' then fold_text(ref ->> 'name') = (select w.name_key from person w where w.organization_id = t.organization_id and w.id = :who)
  else false end)`;

const REFS = `exists (select from jsonb_array_elements(t.recipients || jsonb_build_array(t.giver)) ref where ${NAMES_THEM})`;
const BY_ID = `jsonb_build_object('by', 'id', 'personId', :who::text)`;

/** A document with the pseudonym wherever it has the name as a value. */
function withoutName(document: string): string {
  return `replace(${document}::text,
    to_jsonb((select w.name from person w where w.organization_id = t.organization_id and w.id = :who))::text,
    to_jsonb('Erased person ' || right(:who::text, 6))::text)::jsonb`;
}

/** What requests by or to somebody become. Where none of its parts names them any more, all are named by the ids of those who got a gift. */
export const REQUESTS_WITHOUT = {
  giver: `case when t.giver_id = :who or exists (select from (select t.giver as ref) g where ${NAMES_THEM}) then ${BY_ID} else t.giver end`,
  recipients: `case
    when exists (select from jsonb_array_elements(t.recipients) ref where ${NAMES_THEM}) then (
      select jsonb_agg(case when ${NAMES_THEM} then ${BY_ID} else ref end order by place)
        from jsonb_array_elements(t.recipients) with ordinality x (ref, place))
    when exists (select from gift g where g.organization_id = t.organization_id and g.recognition_id = t.id and g.recipient_id = :who) then (
      select jsonb_agg(jsonb_build_object('by', 'id', 'personId', g.recipient_id::text) order by g.id)
        from gift g where g.organization_id = t.organization_id and g.recognition_id = t.id)
    else t.recipients end`,
  message: `case when t.message = '' then '' else '${ERASED}' end`,
  refusal: `case when t.refusal is null then null else ${withoutName('t.refusal')} end`,
  reviewReasons: withoutName('t.review_reasons'),
};

/**
 * A condition or a value of `PERSONAL_DATA` for one person, in a query over rows `t` of their organization. The organization stands in it
 * as a constant: a list that depended on the row would be read again for each, which takes hours with the record of a large company.
 */
export function forPerson(text: string, { organizationId, personId }: ErasedRef): string {
  if (!UUID.test(personId)) throw new Error(`${personId} is no id of a person`);
  if (!UUID.test(organizationId)) throw new Error(`${organizationId} is no id of an organization`);
  const whole = text.replaceAll(':refs', REFS).replaceAll(':chats', CHATS);
  return whole
    .replaceAll(/:who\b/gu, `'${personId}'::uuid`)
    .replaceAll(/\bt\.organization_id\b/gu, `'${organizationId}'::uuid`);
}

/** Which of the tables of `PERSONAL_DATA` have rows about people, in the order in which they are erased. */
function listPersonalTables(): { name: keyof Schema; table: PersonalTable & { about: string } }[] {
  return (Object.keys(PERSONAL_DATA) as (keyof Schema)[]).flatMap((name) => {
    const { about, ...table } = PERSONAL_DATA[name];
    return about === undefined ? [] : [{ name, table: { ...table, about } }];
  });
}

/** Blanks and deletes everything about a person that no step of its own does. */
export async function eraseRows(tx: Tx, { organizationId, personId }: ErasedRef): Promise<void> {
  for (const { name, table } of listPersonalTables()) {
    const where = sql`t.organization_id = ${organizationId} and (${sql.raw(forPerson(table.about, { organizationId, personId }))})`;
    if (table.isDeleted) await sql`delete from ${sql.table(name)} t where ${where}`.execute(tx);
    if (!table.becomes) continue;
    const becomes = Object.entries(table.becomes).map(
      ([column, value]) =>
        sql`${sql.ref(column)} = ${sql.raw(forPerson(value, { organizationId, personId }))}`,
    );
    if (table.hasSalt) becomes.push(sql`salt = gen_random_uuid()`);
    await sql`update ${sql.table(name)} t set ${sql.join(becomes)} where ${where}`.execute(tx);
  }
}

/** How many rows of each table are about a person: those that are blanked or go, and those that stay as they are. */
export type PersonalCount = { name: keyof Schema; rows: number; goes: 'texts' | 'rows' | 'nothing' };

export async function countPersonalRows(
  db: Reader,
  { organizationId, personId }: ErasedRef,
): Promise<PersonalCount[]> {
  const counts: PersonalCount[] = [];
  for (const { name, table } of listPersonalTables()) {
    const { rows } = await sql<{ rows: number }>`
      select count(*)::integer as rows from ${sql.table(name)} t
       where t.organization_id = ${organizationId} and (${sql.raw(forPerson(table.about, { organizationId, personId }))})`.execute(
      db,
    );
    const blanks = table.becomes !== undefined || table.byStep !== undefined;
    counts.push({
      name,
      rows: rows[0]?.rows ?? 0,
      goes: table.isDeleted ? 'rows' : blanks ? 'texts' : 'nothing',
    });
  }
  return counts;
}

/** Everything that is stored about a person, by table, without what would let somebody in. */
export async function readPersonalRows(
  db: Reader,
  { organizationId, personId }: ErasedRef,
): Promise<Partial<Record<keyof Schema, Record<string, unknown>[]>>> {
  const found: Partial<Record<keyof Schema, Record<string, unknown>[]>> = {};
  for (const { name, table } of listPersonalTables()) {
    const left = ['organization_id', 'salt', ...(table.secret ?? [])];
    const { rows } = await sql<{ row: Record<string, unknown> }>`
      select to_jsonb(t) - ${left}::text[] as row from ${sql.table(name)} t
       where t.organization_id = ${organizationId} and (${sql.raw(forPerson(table.about, { organizationId, personId }))})`.execute(
      db,
    );
    found[name] = rows.map(({ row }) => row);
  }
  return found;
}
