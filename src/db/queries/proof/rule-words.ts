import { toDecimal } from '#src/domain/kit/money.ts';
import type { EntryKind } from '#src/domain/ledger/entries.ts';

/** The entries of these kinds, each with its gift. */
export function entriesAbout(...kinds: EntryKind[]): string {
  return `(select organization_id, id, kind, key, occurred_at, subject_id as gift_id
             from entry where subject_type = 'gift' and kind in (${listOf(kinds)}))`;
}

/** The entries of these kinds, each with the grant of promotional credit that it is about. */
export function entriesAboutGrants(...kinds: EntryKind[]): string {
  return `(select organization_id, id, kind, key, occurred_at, subject_id as grant_id
             from entry where subject_type = 'grant' and kind in (${listOf(kinds)}))`;
}

/** Names from our own tables as a list of SQL strings. */
export function listOf(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}

/** An amount in the words of a rule, for `writeAmounts` to format. */
export function money(amount: string, currency: string): string {
  return `concat('{', coalesce(${amount}, 0), ' ', ${currency}, '}')`;
}

/** Formats the amounts in a rule's words for people: a stored 4050 of USD becomes 40.50 USD. */
export function writeAmounts(words: string): string {
  return words.replaceAll(/\{(-?\d+) ([A-Z]{3})\}/gu, (_, amount: string, currency: string) => {
    return `${toDecimal({ amountMinor: BigInt(amount), currency })} ${currency}`;
  });
}
