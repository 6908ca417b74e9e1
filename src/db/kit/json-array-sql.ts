/**
 * A value in SQL, and how JSON writes it: as a number, as a string, as a string in which hardly ever anything needs an escape, or as
 * one in which nothing does.
 */
export type JsonValue = {
  sql: string;
  as: 'number' | 'string' | 'words' | 'unescaped';
  /** Whether it is from a column that takes no null. */
  isNeverNull?: true;
};

export function number(sql: string): JsonValue {
  return { sql, as: 'number' };
}

export function string(sql: string): JsonValue {
  return { sql, as: 'string' };
}

export function words(sql: string): JsonValue {
  return { sql, as: 'words' };
}

/** An id, a time, or what is written in hexadecimal. */
export function unescaped(sql: string): JsonValue {
  return { sql, as: 'unescaped' };
}

/** Where it is null all the same, so is the whole text. */
export function neverNull(value: JsonValue): JsonValue {
  return { ...value, isNeverNull: true };
}

/** What SQL puts together: text as it is, and expressions. */
type Part = { text: string } | { sql: string };

const BETWEEN = ', ';

/**
 * SQL for the text of a JSON array, letter by letter as `json_build_array(…)::text` writes it. That looks up the type of each value
 * for each row, which takes longer than all the rest of a row's hash. For the same reason, what is joined are as few pieces as
 * there can be.
 */
export function jsonArraySql(values: readonly JsonValue[]): string {
  const inWords = values.flatMap(({ sql, as }) => (as === 'words' ? [sql] : []));
  const escaped = arrayOf(values);
  if (inWords.length === 0) return escaped;
  const asTheyAre = arrayOf(
    values.map((value) => (value.as === 'words' ? { ...value, as: 'unescaped' } : value)),
  );
  return `case when concat(${inWords.join(', ')}) ~ '${ESCAPED}' then ${escaped} else ${asTheyAre} end`;
}

/** What JSON escapes in a string, and some more. */
const ESCAPED = String.raw`["\\[:cntrl:]]`;

function arrayOf(values: readonly JsonValue[]): string {
  return concatenated([{ text: '[' }, ...partsOf(values), { text: ']' }]);
}

/** The same of what stands between the brackets. */
export function jsonItemsSql(values: readonly JsonValue[]): string {
  return concatenated(partsOf(values));
}

function partsOf(values: readonly JsonValue[]): Part[] {
  return values.flatMap((value, index) => partsOfOne(value, index < values.length - 1 ? BETWEEN : ''));
}

function partsOfOne({ sql, as, isNeverNull }: JsonValue, after: string): Part[] {
  const quote = as === 'unescaped' ? '"' : '';
  const written = as === 'string' || as === 'words' ? `to_json((${sql})::text)::text` : `(${sql})::text`;
  const parts: Part[] = [{ text: quote }, { sql: written }, { text: `${quote}${after}` }];
  return isNeverNull ? parts : [{ sql: `coalesce(${concatenated(parts)}, 'null${after}')` }];
}

function concatenated(parts: readonly Part[]): string {
  const pieces: Part[] = [];
  for (const part of parts) {
    const last = pieces.at(-1);
    if ('text' in part && last && 'text' in last) pieces.splice(-1, 1, { text: last.text + part.text });
    else pieces.push(part);
  }
  return pieces.flatMap((piece) => ('sql' in piece ? [piece.sql] : textOf(piece.text))).join(' || ');
}

function textOf(text: string): string[] {
  return text === '' ? [] : [`'${text}'`];
}
