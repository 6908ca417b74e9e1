import { amountProblemText } from '#src/chat/cards/amount-problem-text.ts';
import type { AmountProblem } from '#src/domain/kit/amount/amount-problem.ts';
import { currenciesNamed, isNamedBy } from '#src/domain/kit/amount/currency-names.ts';
import type { DecimalMark } from '#src/domain/kit/amount/read-number.ts';
import { parseAmount } from '#src/domain/kit/amount/parse-amount.ts';
import { readAmount } from '#src/domain/kit/amount/read-amount.ts';
import type { MinorAmount } from '#src/domain/kit/amount/to-minor.ts';
import { toDecimal } from '#src/domain/kit/money.ts';
import { MAX_MESSAGE_LENGTH } from '#src/domain/recognition/recognition.ts';
import type { Words } from '#src/words/words.ts';
import { foldText, hasControl } from '#src/domain/kit/fold.ts';
import { may } from '#src/domain/people/access.ts';
import { isAddress } from '#src/domain/people/address.ts';
import type { ReadGiftColumn } from './columns.ts';
import type { GiftLine } from './open-gift-file.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { Person } from '#src/domain/people/person.ts';

/** What rows are checked against. `departments` by folded name, `recipientOf` by mail address. */
export type Company = {
  words: Words;
  /** What parts whole from fraction in this file, where that is known. */
  decimal: DecimalMark | undefined;
  giver: Person;
  departments: ReadonlyMap<string, Department>;
  ownDepartment: Department;
  recipientOf: (email: string) => Person | undefined;
  /** An address that nobody has is somebody's outside the organization. */
  takesGuests: boolean;
};

/** A valid row. `amount` is a plain decimal. `guest`: the address of somebody who is to become a guest; their id is made up until then. */
export type CheckedGift = {
  recipientId: string;
  guest?: string;
  department: Department;
  amountMinor: bigint;
  amount: string;
  currency: string;
  occasion: string;
  message: string;
};

export type Fault = { column: ReadGiftColumn | ''; reason: string };
type Read<T> = { ok: true; value: T } | { ok: false; faults: Fault[] };

const MAX_CHARS = { occasion: 100, message: MAX_MESSAGE_LENGTH } as const;

/** Everything wrong with a row, or the gift if nothing is. */
export function checkGift(company: Company, line: GiftLine, columnCount: number): Read<CheckedGift> {
  const { record, fields } = line;
  if (record.length !== columnCount) {
    return bad('', `${record.length} fields, the header has ${columnCount}`);
  }
  const recipient = checkRecipient(company, fields.recipient);
  const department = checkDepartment(company, fields.department);
  const money = department.ok ? checkMoney(company, department.value, fields) : checkAmount(company, fields);
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
    ...(recipient.value.guest && { guest: recipient.value.guest }),
    department: department.value,
    amountMinor,
    amount: toDecimal({ amountMinor, currency }),
    currency,
    occasion: fields.occasion,
    message: fields.message,
  });
}

type Recipient = { id: string; guest?: string };

function checkRecipient({ giver, recipientOf, takesGuests }: Company, email: string): Read<Recipient> {
  if (email === '') return bad('recipient', 'is missing');
  if (!isAddress(email)) return bad('recipient', `“${email}” is not an email address`);
  const person = recipientOf(email);
  if (!person && takesGuests) return good({ id: `guest ${foldText(email)}`, guest: email });
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
function checkMoney(company: Company, department: Department, fields: GiftLine['fields']): Read<bigint> {
  const named = fields.currency === '' ? undefined : wrongCurrency(department, fields.currency);
  const amount = checkAmount(company, fields, department);
  if (!named) return amount;
  return { ok: false, faults: [named, ...(amount.ok ? [] : amount.faults)] };
}

function wrongCurrency(department: Department, currency: string): Fault | undefined {
  if (isNamedBy(department.currency, currency)) return undefined;
  if (currenciesNamed(currency).size > 0) return foreign(department, 'currency', currency);
  return { column: 'currency', reason: `“${currency}” is not a currency, such as ${department.currency}` };
}

function foreign({ name, currency: own }: Department, column: 'currency' | 'amount', given: string): Fault {
  return { column, reason: `${name} gives in ${own}, not ${given}` };
}

/** Checks what can be checked if the department is unknown, and so the currency. */
function checkAmount(
  { words, decimal }: Company,
  { amount: text, amount_cents: cents }: GiftLine['fields'],
  department?: Department,
): Read<bigint> {
  if (text === '') return checkCents(cents, department);
  const read = department
    ? readAmount(text, { currency: department.currency, decimal })
    : parsedOnly(text, decimal);
  if (read.ok && read.amountMinor > 0n) return good(read.amountMinor);
  const problem: AmountProblem = read.ok ? { why: 'zero', typed: text } : read.problem;
  if (department && problem.why === 'wrong-currency') {
    return { ok: false, faults: [foreign(department, 'amount', problem.given)] };
  }
  return bad('amount', amountProblemText(words, problem));
}

/** In the smallest unit of the currency, whatever a column calls it: cents, yen, fils. */
function checkCents(text: string, department?: Department): Read<bigint> {
  if (text === '') return bad('amount', 'is missing');
  if (/^0*[1-9]\d{0,14}$/u.test(text)) return good(BigInt(text));
  const unit = department ? `the smallest unit of ${department.currency}` : 'the smallest unit';
  return bad('amount', `“${text}” is not an amount in ${unit}: write a whole number above zero`);
}

function parsedOnly(text: string, decimal: DecimalMark | undefined): MinorAmount {
  const parsed = parseAmount(text, decimal);
  return parsed.ok ? { ok: true, amountMinor: 1n } : parsed;
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
