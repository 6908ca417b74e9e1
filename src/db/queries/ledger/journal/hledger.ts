import { toDecimal } from '#src/domain/kit/money.ts';
import type { Journal, JournalEntry, JournalFormat } from './journal.ts';

/** hledger's journal format, https://hledger.org/hledger.html#journal. `hledger -f FILE check --strict` proves it. */
export const hledger: JournalFormat = { writeHead, writeEntry, writeBalances };

function writeHead({ title, notes, currencies, accounts }: Journal): string {
  const lines = [
    ...[title, ...notes].map((line) => `; ${oneLine(line)}`),
    '',
    'decimal-mark .',
    ...currencies.map((currency) => `commodity ${sampleOf(currency)} ${currency}`),
    '',
    ...accounts.map(({ name }) => `account ${name}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** hledger learns a currency's digits from an amount, and wants a decimal mark even when there are none. */
function sampleOf(currency: string): string {
  const sample = toDecimal({ amountMinor: 100_000n, currency });
  return sample.includes('.') ? sample : `${sample}.`;
}

function writeEntry({ id, day, occurredAt, kind, key, postings }: JournalEntry): string {
  const code = oneLine(key).replaceAll(/[()]/gu, '_');
  const lines = [
    `${day} * (${code}) ${oneLine(kind)}`,
    `    ; entry:${id}`,
    `    ; at:${occurredAt.toISOString()}`,
    ...postings.map(({ account, ...money }) => `    ${account}  ${toDecimal(money)} ${money.currency}`),
  ];
  return `\n${lines.join('\n')}\n`;
}

function writeBalances({ lastDay, accounts }: Journal): string {
  const lines = accounts.flatMap(({ name, balances }) => [
    '',
    `${lastDay} * balance`,
    ...balances.map((money) => `    ${name}  0 ${money.currency} = ${toDecimal(money)} ${money.currency}`),
  ]);
  return lines.length > 0 ? `${lines.join('\n')}\n` : '';
}

/** A line of a journal ends where the text would break it; a semicolon begins a comment. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp};]+/gu, ' ').trim();
}
