/**
 * The canonical text that seals are made of, as SQL. What it means is written in migrations/0002-seal.sql; it is not a
 * function of the database, because who changes rows there could change the function too.
 */

function time(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** Before any posting: where the first stretch begins. */
export const FIRST = -(2n ** 63n);

const TEXT = `json_build_array(p.organization_id, p.id, p.entry_id, e.kind, e.key, ${time('e.occurred_at')},
  ${time('e.created_at')}, p.account_id, a.kind, a.owner_id, a.period, p.currency, p.amount, p.balance_after)::text`;

/** A row for each row of `postings`, with its `organization_id`, `id` and the `leaf` that is the hash of its text. */
export function linesOf(postings: string): string {
  return `
    select p.organization_id, p.id, sha256(convert_to(${TEXT}, 'UTF8')) as leaf
      from ${postings} p
      left join entry e on e.organization_id = p.organization_id and e.id = p.entry_id
      left join account a on a.organization_id = p.organization_id and a.id = p.account_id and a.currency = p.currency`;
}

/** Aggregates of such rows: the lines of a seal's text, and its marks. */
export const LINES = {
  text: `string_agg(encode(leaf, 'hex'), e'\\n' order by id)`,
  marks: `string_agg(int8send(id) || substring(leaf for 8), ''::bytea order by id)`,
} as const;

/** The hash of a seal: `seal` names a row with its columns and `previous_hash`; `lines` is a text of such lines. */
export function sealHash(seal: string, lines: string): string {
  const columns = ['organization_id', 'number', 'first_posting', 'last_posting', 'postings'];
  const head = [
    ...columns.map((column) => `${seal}.${column}`),
    time(`${seal}.sealed_at`),
    `encode(${seal}.previous_hash, 'hex')`,
  ];
  return `sha256(convert_to(json_build_array(${head.join(', ')})::text || e'\\n' || ${lines}, 'UTF8'))`;
}
