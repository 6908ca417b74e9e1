import { describe, expect, it } from 'vitest';
import { readMinor } from '#src/cli/kit/read-money.ts';
import { checkGift, type Company } from '#src/cli/recognition/file/check-gift.ts';
import type { GiftLine } from '#src/cli/recognition/file/open-gift-file.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { Person } from '#src/domain/people/person.ts';
import { toDecimal } from '#src/domain/kit/money.ts';
import { createWords } from '#src/words/words.ts';
import { FORMS, type Meaning } from '#test/domain/kit/amount/money-forms.ts';

const words = createWords();

function amountOf(meaning: Meaning, currency: string): bigint | 'refused' {
  if (typeof meaning !== 'string') return 'refused';
  const digits = toDecimal({ amountMinor: 1n, currency }).split('.')[1]?.length ?? 0;
  const [whole = '', fraction = ''] = meaning.split('.');
  return BigInt(whole + fraction.padEnd(digits, '0'));
}

/** Refused only with a sentence that says why. */
function argument(typed: string, currency: string): bigint | 'refused' {
  try {
    return readMinor({ words }, { name: 'Design', currency }, typed);
  } catch (error) {
    if (error instanceof Error && error.message.endsWith('.')) return 'refused';
    throw error;
  }
}

const giver = { id: 'giver', role: 'hr', departmentId: 'd' } as Person;
const recipient = { id: 'r', name: 'Alice Ito', isDeactivated: false } as Person;

function cell(typed: string, currency: string): bigint | 'refused' {
  const department = { id: 'd', name: 'Design', currency } as Department;
  const company: Company = {
    words,
    giver,
    ownDepartment: department,
    departments: new Map(),
    decimal: undefined,
    recipientOf: () => recipient,
    takesGuests: false,
  };
  const fields: GiftLine['fields'] = {
    recipient: 'alice@example.com',
    amount: typed,
    currency: '',
    department: '',
    occasion: '',
    message: '',
    amount_cents: '',
    copy: '',
    id: '',
  };
  const line = { line: 2, record: [typed], fields };
  const read = checkGift(company, line as GiftLine, 1);
  if (read.ok) return read.value.amountMinor;
  const [fault, ...others] = read.faults;
  if (fault?.column !== 'amount' || others.length > 0) throw new Error(JSON.stringify(read.faults));
  return 'refused';
}

describe('an amount in a command of the shell', () => {
  it.each(FORMS)('$typed, where $currency is given', ({ typed, currency, meaning }) => {
    const isNothing = typeof meaning === 'object' && meaning.why === 'zero';

    expect(argument(typed, currency)).toBe(isNothing ? 0n : amountOf(meaning, currency));
  });
});

describe('an amount in a file of gifts', () => {
  it.each(FORMS)('$typed, where $currency is given', ({ typed, currency, meaning }) => {
    expect(cell(typed, currency)).toBe(amountOf(meaning, currency));
  });
});
