import { toDecimal } from '#src/domain/kit/money.ts';
import type { EntryKind } from '#src/domain/ledger/entries.ts';

/** The entries of some kinds about gifts, each with its gift. */
export function entriesAbout(...kinds: EntryKind[]): string {
  return `(select organization_id, id, kind, key, occurred_at, subject_id as gift_id
             from entry where subject_type = 'gift' and kind in (${listOf(kinds)}))`;
}

/** Names from our own tables as a list of SQL texts. */
export function listOf(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}

/** An amount within the words of a rule, to be written by `writeAmounts`. */
export function money(amount: string, currency: string): string {
  return `concat('{', coalesce(${amount}, 0), ' ', ${currency}, '}')`;
}

/** Puts the amounts of a rule's words as people read them: what is kept as 4050 of USD is 40.50 USD. */
export function writeAmounts(words: string): string {
  return words.replaceAll(/\{(-?\d+) ([A-Z]{3})\}/gu, (_, amount: string, currency: string) => {
    return `${toDecimal({ amountMinor: BigInt(amount), currency })} ${currency}`;
  });
}
