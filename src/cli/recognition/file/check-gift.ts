import { minorDigits } from '#src/domain/kit/minor-digits.ts';
import { isCurrency, parseAmount, type TypedAmount, toDecimal, toMinor } from '#src/domain/kit/money.ts';
import { foldText, hasControl } from '#src/domain/kit/fold.ts';
import { may } from '#src/domain/people/access.ts';
import { isAddress } from '#src/domain/people/address.ts';
import type { ReadColumn } from './columns.ts';
import type { GiftLine } from './open-gift-file.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { Person } from '#src/domain/people/person.ts';

/** What rows are checked against. `departments` by folded name, `recipientOf` by mail address. */
export type Company = {
  giver: Person;
  departments: ReadonlyMap<string, Department>;
  ownDepartment: Department;
  recipientOf: (email: string) => Person | undefined;
};

/** A valid row. `amount` is a plain decimal. */
export type CheckedGift = {
  recipientId: string;
  department: Department;
  amountMinor: bigint;
  amount: string;
  currency: string;
  occasion: string;
  message: string;
};

export type Fault = { column: ReadColumn | ''; reason: string };
type Read<T> = { ok: true; value: T } | { ok: false; faults: Fault[] };

const MAX_CHARS = { occasion: 100, message: 3_000 } as const;

/** Everything wrong with a row, or the gift if nothing is. */
export function checkGift(company: Company, line: GiftLine, columnCount: number): Read<CheckedGift> {
  const { record, fields } = line;
  if (record.length !== columnCount) {
    return bad('', `${record.length} fields, the header has ${columnCount}`);
  }
  const recipient = checkRecipient(company, fields.recipient);
  const department = checkDepartment(company, fields.department);
  const money = department.ok ? checkMoney(department.value, fields) : checkAmount(fields.amount);
  const occasion = checkText('occasion', fields.occasion);
  const message = checkText('message', fields.message);
  const copy = checkCopy(fields.copy) ?? checkId(fields.id);
  if (!recipient.ok || !department.ok || !money.ok || occasion || message || copy) {
    const faults = [recipient, department, money].flatMap((read) => (read.ok ? [] : read.faults));
    return { ok: false, faults: [...faults, occasion, message, copy].filter((fault) => fault !== undefined) };
  }
  const { currency } = department.value;
  const amountMinor = money.value;
  return good({
    recipientId: recipient.value.id,
    department: department.value,
    amountMinor,
    amount: toDecimal({ amountMinor, currency }),
    currency,
    occasion: fields.occasion,
    message: fields.message,
  });
}

function checkRecipient({ giver, recipientOf }: Company, email: string): Read<Person> {
  if (email === '') return bad('recipient', 'is missing');
  if (!isAddress(email)) return bad('recipient', `“${email}” is not an email address`);
  const person = recipientOf(email);
  if (!person) return bad('recipient', `nobody has the address ${email}`);
  if (person.isDeactivated) return bad('recipient', `${person.name} is no longer active`);
  if (person.id === giver.id)
    return bad('recipient', `${person.name} is the giver, and cannot give to themselves`);
  return good(person);
}

function checkDepartment({ giver, departments, ownDepartment }: Company, name: string): Read<Department> {
  const department = name === '' ? ownDepartment : departments.get(foldText(name));
  if (!department) {
    const known = [...departments.values()].map((department) => department.name).join(', ');
    return bad('department', `there is no department “${name}”; known: ${known}`);
  }
  if (department.id === ownDepartment.id || may(giver.role, 'give-in-bulk')) return good(department);
  return bad(
    'department',
    `${giver.name} gives from ${ownDepartment.name} only; hr, finance and admin give from all`,
  );
}

/**
 * In minor units of the department's currency. The row may name the currency beside the amount, in it, or not at all.
 */
function checkMoney(department: Department, fields: GiftLine['fields']): Read<bigint> {
  const typed = parseAmount(fields.amount);
  const named = wrongCurrency(department, 'currency', fields.currency.toUpperCase());
  const typedWith = wrongCurrency(department, 'amount', typed?.currency ?? '');
  const amount = checkTyped(fields.amount, typed, department.currency);
  if (!named && !typedWith) return amount;
  const wrong = [named, typedWith].filter((fault) => fault !== undefined);
  return { ok: false, faults: [...wrong, ...(amount.ok ? [] : amount.faults)] };
}

function wrongCurrency(
  { name, currency: own }: Department,
  column: 'currency' | 'amount',
  currency: string,
): Fault | undefined {
  if (currency === '' || currency === own) return undefined;
  if (!isCurrency(currency)) return { column, reason: `“${currency}” is not a currency, such as ${own}` };
  return { column, reason: `${name} gives in ${own}, not ${currency}` };
}

/** Checks what can be checked of an amount in an unknown currency. */
function checkAmount(text: string): Read<bigint> {
  return checkTyped(text, parseAmount(text), undefined);
}

function checkTyped(
  text: string,
  typed: TypedAmount | undefined,
  currency: string | undefined,
): Read<bigint> {
  if (text === '') return bad('amount', 'is missing');
  if (!typed) return bad('amount', `“${text}” is not an amount: write it like 25 or 25.50`);
  const minor = currency === undefined ? 1n : toMinor(typed.amount, currency);
  if (minor !== undefined) return good(minor);
  const digits = minorDigits(currency ?? '');
  return bad(
    'amount',
    `“${text}” cannot be given: write it like 25 or 1000, above zero, at most ${digits} digits after the point, not beyond 15 digits`,
  );
}

function checkText(column: 'occasion' | 'message', text: string): Fault | undefined {
  const maxChars = MAX_CHARS[column];
  if (text.length > maxChars)
    return { column, reason: `${text.length} characters, at most ${maxChars} are read` };
  if (text.includes('\u0000')) return { column, reason: 'contains a zero byte' };
  return hasEscape(text) ? { column, reason: 'contains a control character' } : undefined;
}

/** Messages may have several lines; nothing in them may control a terminal. */
function hasEscape(text: string): boolean {
  return hasControl(text.replaceAll(/[\t\n\r\u2028\u2029]/gu, ''));
}

/** Ids tell rows apart, so two must never be cut or read as one. */
function checkId(text: string): Fault | undefined {
  if (text.length > MAX_ID)
    return { column: 'id', reason: `${text.length} characters, at most ${MAX_ID} are read` };
  if (hasControl(text)) return { column: 'id', reason: 'contains a control character' };
  const isRounded = /^\d(?:[.,]\d+)?e\+?\d+$/iu.test(text) || /^\d{15}0{2,}$/u.test(text);
  if (!isRounded) return undefined;
  return { column: 'id', reason: `“${text}” looks rounded by a spreadsheet: format the column as text` };
}

const MAX_ID = 200;

function checkCopy(text: string): Fault | undefined {
  if (text === '' || /^[1-9]\d{0,6}$/u.test(text)) return undefined;
  return { column: 'copy', reason: `“${text}” is not a number: leave it as it was, or empty` };
}

function good<T>(value: T): Read<T> {
  return { ok: true, value };
}

function bad(column: Fault['column'], reason: string): { ok: false; faults: Fault[] } {
  return { ok: false, faults: [{ column, reason }] };
}
