import { formatMoney } from '#src/domain/kit/money.ts';
import { changesText } from './changes-text.ts';

type Told = {
  doer: string | null;
  operator: string | null;
  subject: string | null;
  department: string | null;
  detail: Record<string, unknown>;
};

/** Who did it, whom or which department it is about, and what it was before and after: as text, without ids. */
export function activityTexts(
  { doer, operator, subject, department, detail }: Told,
  { currency: own, locale }: { currency: string; locale: string },
): { doer: string; about: string; details: string } {
  const currency = typeof detail['currency'] === 'string' ? detail['currency'] : own;
  const details = changesText(detail, (minor) =>
    formatMoney({ amountMinor: BigInt(minor), currency }, locale),
  );
  return { doer: doer ?? operator ?? 'Largesse', about: subject ?? department ?? '', details };
}
