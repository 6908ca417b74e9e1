import { formatMoney } from '#src/domain/kit/money.ts';
import { changesText } from './changes-text.ts';

type Told = {
  doer: string | null;
  operator: string | null;
  subject: string | null;
  department: string | null;
  currency: string | null;
  names: Readonly<Record<string, string>>;
  detail: Record<string, unknown>;
};

/** How whoever reads it writes amounts, instants, yes and no, and what they call a field. */
export type ActivityStyle = {
  currency: string;
  locale: string;
  yes: string;
  no: string;
  instant: (at: Date) => string;
  field: (name: string) => string | undefined;
};

/** Who did it, whom or which department it is about, and what it was before and after: as text, without ids. */
export function activityTexts(
  { doer, operator, subject, department, currency, names, detail }: Told,
  { currency: ofOrganization, locale, yes, no, instant, field }: ActivityStyle,
): { doer: string; about: string; details: string } {
  const own = currency ?? ofOrganization;
  const { departmentId: _, ...ofDepartment } = detail;
  const details = changesText(subject === null && department !== null ? ofDepartment : detail, {
    label: field,
    amount: (minor, said) => formatMoney({ amountMinor: BigInt(minor), currency: said ?? own }, locale),
    yesNo: (is) => (is ? yes : no),
    named: (id) => names[id],
    instant,
  });
  return { doer: doer ?? operator ?? 'Largesse', about: subject ?? department ?? '', details };
}
