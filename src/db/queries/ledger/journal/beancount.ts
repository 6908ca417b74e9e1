import { toDecimal } from '#src/domain/kit/money.ts';
import type { Journal, JournalEntry, JournalFormat } from './journal.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';

/** Beancount's language, https://beancount.github.io/docs/beancount_language_syntax.html. `bean-check FILE` proves it. */
export const beancount: JournalFormat = { writeHead, writeEntry, writeBalances };

function writeHead({ title, notes, currencies, accounts, firstDay }: Journal): string {
  const lines = [
    ...notes.map((line) => `; ${line.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')}`),
    `option "title" ${quote(title)}`,
    ...currencies.map((currency) => `option "operating_currency" ${quote(currency)}`),
    '',
    ...currencies.map((currency) => `${firstDay} commodity ${currency}`),
    '',
    ...accounts.map(({ name, balances }) => {
      return `${firstDay} open ${name} ${balances.map(({ currency }) => currency).join(',')}`;
    }),
  ];
  return `${lines.join('\n')}\n`;
}

function writeEntry({ id, day, occurredAt, kind, key, postings }: JournalEntry): string {
  const lines = [
    `${day} * ${quote(kind)}`,
    `  key: ${quote(key)}`,
    `  entry: ${quote(id)}`,
    `  at: ${quote(occurredAt.toISOString())}`,
    ...postings.map(({ account, ...money }) => `  ${account}  ${toDecimal(money)} ${money.currency}`),
  ];
  return `\n${lines.join('\n')}\n`;
}

/** Beancount looks at balances when a day begins, and lets a last digit slip unless it is told to allow nothing. */
function writeBalances({ accounts, lastDay }: Journal): string {
  const nextDay = new Date(Date.parse(lastDay) + DAY_MS).toISOString().slice(0, 10);
  const lines = accounts.flatMap(({ name, balances }) => {
    return balances.map((money) => `${nextDay} balance ${name}  ${toDecimal(money)} ~ 0 ${money.currency}`);
  });
  return lines.length > 0 ? `\n${lines.join('\n')}\n` : '';
}

function quote(text: string): string {
  const plain = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  return `"${plain.replaceAll(/["\\]/gu, String.raw`\$&`)}"`;
}
