import {
  jsonArraySql,
  jsonItemsSql,
  type JsonValue,
  neverNull,
  number,
  unescaped,
  string,
} from '#src/db/kit/json-array-sql.ts';
import { CHANGE_TEXT } from '#src/db/kit/sign-changes.ts';

/**
 * The canonical text that seals are made of, as SQL. It is not a function of the database, because who changes rows there
 * could change the function too.
 *
 * A line is a row's SHA-256 in hexadecimal; a seal is the SHA-256 of its head and its lines. Heads of seals that cover
 * postings only are described in migrations/0002-seal.sql. Others continue with the last number, and how many, of changes
 * and activities, and their lines follow those of the postings.
 */

/** Before any row: where the first stretch begins. */
export const FIRST = -(2n ** 63n);

/** One of the three that a seal covers a stretch of. */
export type Stream = {
  table: 'posting' | 'change' | 'activity';
  /** The column whose order is that of the stream, and its sequence. */
  id: 'id' | 'number';
  sequence: string;
  /** The columns of a seal that say up to where it goes, how many rows it has, and their marks. */
  last: 'last_posting' | 'last_change' | 'last_activity';
  count: 'postings' | 'changes' | 'activities';
  marks: 'marks' | 'change_marks' | 'activity_marks';
  /** What `text` calls a row, and what else it reads, of these entries. */
  alias: string;
  joins: (entries: string) => string;
  /** The text of a row. */
  text: string;
  /** What a seal has of a row whose text was blanked since; null for others, or missing where nothing is blanked. */
  leaf?: string;
};

function time(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/**
 * Items of the text of a posting that its entry or account says, put together once for all of its postings: Postgres does so only
 * where they would not be null for a missing row, hence the id's `coalesce`.
 */
function itemsOf(rows: string, values: readonly JsonValue[]): string {
  return `select *, ${jsonItemsSql([unescaped('id'), ...values.map(neverNull)])} as items from ${rows} one`;
}

const POSTINGS: Stream = {
  table: 'posting',
  id: 'id',
  sequence: 'posting_id_seq',
  last: 'last_posting',
  count: 'postings',
  marks: 'marks',
  text: `'[' || ${jsonItemsSql([neverNull(unescaped('p.organization_id')), neverNull(number('p.id'))])}
    || ', ' || coalesce(e.items, '"' || p.entry_id || '", null, null, null, null')
    || ', ' || coalesce(a.items, '"' || p.account_id || '", null, null, null, ' || to_json(p.currency)::text)
    || ', ' || ${jsonItemsSql([neverNull(number('p.amount')), neverNull(number('p.balance_after'))])} || ']'`,
  alias: 'p',
  joins: (entries) => `
    left join (${itemsOf(entries, [string('kind'), string('key'), unescaped(time('occurred_at')), unescaped(time('created_at'))])}) e
      on e.organization_id = p.organization_id and e.id = p.entry_id
    left join (${itemsOf('account', [string('kind'), unescaped('owner_id'), string('period'), string('currency')])}) a
      on a.organization_id = p.organization_id and a.id = p.account_id and a.currency = p.currency`,
};

/** What is known of blanked texts. It is on record itself, so nobody can pass off another row as blanked. */
function erasedOf(stream: 'change' | 'activity', alias: string): string {
  return `left join erased_text erased
      on erased.organization_id = ${alias}.organization_id and erased.stream = '${stream}' and erased.number = ${alias}.number`;
}

const CHANGES: Stream = {
  table: 'change',
  id: 'number',
  sequence: 'change_number_seq',
  last: 'last_change',
  count: 'changes',
  marks: 'change_marks',
  text: `${CHANGE_TEXT} || coalesce(encode(c.mac, 'hex'), '')`,
  alias: 'c',
  joins: () => erasedOf('change', 'c'),
  leaf: 'erased.leaf',
};

/** What people wrote in an activity enters under its signature as the salt, so it cannot be guessed from a seal. */
const ACTIVITIES: Stream = {
  table: 'activity',
  id: 'number',
  sequence: 'activity_number_seq',
  last: 'last_activity',
  count: 'activities',
  marks: 'activity_marks',
  text: jsonArraySql([
    neverNull(unescaped('a.organization_id')),
    neverNull(number('a.number')),
    neverNull(unescaped('a.id')),
    neverNull(unescaped(time('a.at'))),
    neverNull(string('a.kind')),
    unescaped('a.actor_id'),
    unescaped('a.subject_id'),
    unescaped('a.gift_id'),
    unescaped(`encode(a.facts, 'hex')`),
    unescaped(`encode(a.mac, 'hex')`),
    neverNull(
      unescaped(
        `encode(sha256(convert_to(coalesce(encode(a.mac, 'hex') || ':', '') || coalesce(a.operator || ':', '') || a.detail::text, 'UTF8')), 'hex')`,
      ),
    ),
  ]),
  alias: 'a',
  joins: () => erasedOf('activity', 'a'),
  leaf: 'erased.leaf',
};

export const STREAMS = [POSTINGS, CHANGES, ACTIVITIES] as const;

/**
 * A row for each row of `rows` of a stream, with its `id` and the `leaf` that is the hash of its text. Without `offset 0` Postgres would
 * hash it once for each of what is made of it. `entries` are at least those that the rows belong to.
 */
export function linesOf(stream: Stream, rows: string, where = 'true', entries = 'entry'): string {
  const { alias, id, text, joins, leaf } = stream;
  const hashed = `sha256(convert_to(${text}, 'UTF8'))`;
  return `select ${alias}.${id} as id, ${leaf ? `coalesce(${leaf}, ${hashed})` : hashed} as leaf from ${rows} ${alias} ${joins(entries)}
    where ${where} offset 0`;
}

/** What a seal has of a row `c` of `change`, as it is. */
export const CHANGE_LEAF = `sha256(convert_to(${CHANGES.text}, 'UTF8'))`;

/** The same of a row `a` of `activity`. */
export const ACTIVITY_LEAF = `sha256(convert_to(${ACTIVITIES.text}, 'UTF8'))`;

/** Aggregates of such rows: the lines of a seal's text, and its marks. */
export const LINES = {
  text: `coalesce(string_agg(encode(leaf, 'hex'), e'\\n' order by id), '')`,
  marks: `coalesce(string_agg(int8send(id) || substring(leaf for 8), ''::bytea order by id), '')`,
} as const;

/** The hash of a seal: `seal` names a row with its columns and `previous_hash`; `lines` are the texts of its streams. */
export function sealHash(seal: string, lines: Record<Stream['table'], string>): string {
  const head = [
    ...['organization_id', 'number', 'first_posting', 'last_posting', 'postings'].map(
      (name) => `${seal}.${name}`,
    ),
    time(`${seal}.sealed_at`),
    `encode(${seal}.previous_hash, 'hex')`,
  ];
  const rest = ['last_change', 'changes', 'last_activity', 'activities'].map((name) => `${seal}.${name}`);
  const postingsOnly = `json_build_array(${head.join(', ')})::text || e'\\n' || ${lines.posting}`;
  const whole = `json_build_array(${[...head, ...rest].join(', ')})::text || e'\\n' || ${lines.posting}
    || e'\\n' || ${lines.change} || e'\\n' || ${lines.activity}`;
  return `sha256(convert_to(case when ${seal}.last_change is null then ${postingsOnly} else ${whole} end, 'UTF8'))`;
}
