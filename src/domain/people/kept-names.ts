import { foldText } from '#src/domain/kit/fold.ts';
import type { KnownPerson } from './match-people.ts';

/** The addresses and numbers that stand on records that are kept, by those of records that were merged into them. */
export type KeptNames = { email: (text: string) => string; number: (text: string) => string };

/** What names a record that was merged into another means that one, by the address or number which that has. */
export function keptNames(known: readonly KnownPerson[]): KeptNames {
  const byId = new Map(known.map((one) => [one.id, one]));
  const emails = new Map<string, string>();
  const numbers = new Map<string, string>();
  for (const { mergedInto, email, employeeNumber } of known) {
    const kept = byId.get(mergedInto ?? '');
    if (email && kept?.email) emails.set(foldText(email), kept.email);
    if (employeeNumber && kept?.employeeNumber) numbers.set(employeeNumber, kept.employeeNumber);
  }
  return {
    email: (text) => emails.get(foldText(text)) ?? text,
    number: (text) => numbers.get(text) ?? text,
  };
}
