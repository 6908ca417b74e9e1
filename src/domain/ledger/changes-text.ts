type Fields = Record<string, unknown>;

/** How a field is called, and how a value is written: an amount, an instant, yes or no, and what has an id. */
export type WriteField = {
  /** Undefined where a field has no label: then it is called by its name. */
  label: (name: string) => string | undefined;
  /** `currency`: where the field says it itself. */
  amount: (minor: string, currency?: string) => string;
  instant: (at: Date) => string;
  yesNo: (is: boolean) => string;
  /** The name of a person, a department or whatever else has this id; undefined where it is of no use to people. */
  named: (id: string) => string | undefined;
};

/** Fields that are told elsewhere, or that say nothing to people: digests, and ids of what has no name. */
export const UNTOLD = [
  'address',
  'approvalId',
  'checkoutId',
  'closingId',
  'codeId',
  'differences',
  'eventId',
  'factorId',
  'giftId',
  'grantId',
  'id',
  'mergeId',
  'orderId',
  'planId',
  'proposalId',
  'recognitionId',
  'recognitionIds',
  'refundId',
  'reportId',
  'resetId',
  'rewardId',
  'sessionId',
  'tenderId',
  'via',
  'webhookId',
] as const;

/** Of a change that is told by its fields alone: what stands beside them, and was nothing before. */
const BESIDE = ['confirmedBy', 'departmentId', 'reason'];

/** What an activity's detail says: a field that changed as `field: before → after`, any other as it is. */
export function changesText({ before, after, rules, ...rest }: Fields, write: WriteField): string {
  const change = after ?? rules;
  const [then, beside] = change === undefined ? parted(rest) : [asFields(change), rest];
  const texts = flat(then, write);
  const told = before === undefined || before === null ? texts : changedTexts(flat(before, write), texts);
  return [...Object.entries(told), ...Object.entries(flat(beside, write))]
    .map(([path, text]) => `${labelOf(path, write)}: ${text}`)
    .join(', ');
}

function parted(fields: Fields): [then: Fields, beside: Fields] {
  const [beside, then] = [true, false].map((isBeside) =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => BESIDE.includes(name) === isBeside)),
  );
  return [then ?? {}, beside ?? {}];
}

type Texts = Record<string, string>;

function changedTexts(was: Texts, is: Texts): Texts {
  const paths = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (path) => was[path] !== is[path],
  );
  return Object.fromEntries(paths.map((path) => [path, `${was[path] ?? 'none'} → ${is[path] ?? 'none'}`]));
}

/** Nested fields by their path, as text. */
function flat(value: unknown, write: WriteField, prefix = ''): Texts {
  const fields = asFields(value);
  const currency = ownCurrency(fields);
  const entries = Object.entries(fields).flatMap(([name, one]) => {
    if (isEmpty(one) || isUntold(name) || (name === 'currency' && currency)) return [];
    const path = `${prefix}${name}`;
    if (typeof one === 'object' && !Array.isArray(one)) return Object.entries(flat(one, write, `${path}.`));
    const text = valueText(path, one, currency, write);
    return text === undefined ? [] : [[path, text] as const];
  });
  return Object.fromEntries(entries);
}

function isEmpty(value: unknown): value is null | undefined | [] {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

function isUntold(name: string): boolean {
  return (UNTOLD as readonly string[]).includes(name);
}

/** The currency that stands beside amounts is said with them. */
function ownCurrency(fields: Fields): string | undefined {
  const { currency } = fields;
  const hasAmount = Object.keys(fields).some((name) => name.endsWith('Minor'));
  return hasAmount && typeof currency === 'string' ? currency : undefined;
}

const AN_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/u;
const AN_ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/u;
const A_CURRENCY = /\.([A-Z]{3})$/u;

/** Undefined where it would say nothing to people. */
function valueText(
  path: string,
  value: unknown,
  currency: string | undefined,
  write: WriteField,
): string | undefined {
  if (Array.isArray(value)) return listText(path, value, write);
  if (typeof value === 'boolean') return write.yesNo(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (AN_ID.test(text)) return write.named(text);
  if (AN_INSTANT.test(text)) return write.instant(new Date(text));
  const [, priced = currency] = A_CURRENCY.exec(path) ?? [];
  const isAmount = (/Minor(?:\.|$)/u.test(path) || A_CURRENCY.test(path)) && /^-?\d+$/u.test(text);
  return isAmount ? write.amount(text, priced) : text;
}

/** What has fields of its own, and what has an id that names nothing, is counted. */
function listText(path: string, values: readonly unknown[], write: WriteField): string {
  const texts = values.map((value) =>
    typeof value === 'object' ? undefined : valueText(path, value, undefined, write),
  );
  return texts.includes(undefined) ? String(values.length) : texts.join(', ');
}

/** `pairShare.maxPercent` as `share of one pair (at most in percent)`. */
function labelOf(path: string, { label }: WriteField): string {
  const [first = '', ...more] = path.split('.').map((name) => label(name) ?? name);
  return more.length === 0 ? first : `${first} (${more.join(', ')})`;
}

function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}
