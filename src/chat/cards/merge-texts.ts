import type { MergePreview } from '#src/app.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';

/** What moves when two records are merged, a sentence each. */
export function mergeTexts({ say, locale }: Words, { from, plan, holdings }: MergePreview): string[] {
  const { kept, reports, merged, email, employeeNumber } = plan;
  const money = holdings.map(({ account, amountMinor }) => {
    const amount = formatMoney({ amountMinor, currency: account.currency }, locale);
    return say(account.kind === 'wallet_promo' ? 'merge.credit' : 'merge.funds', { amount });
  });
  return [
    ...(money.length > 0 ? money : [say('merge.noMoney')]),
    ...from.chatIds.map(({ platform, userId }) => say('merge.account', { account: `${platform}:${userId}` })),
    ...(email === null ? [] : [say('merge.email', { email })]),
    ...(employeeNumber === null ? [] : [say('merge.number', { number: employeeNumber })]),
    ...(reports.length === 0 ? [] : [say('merge.reports', { names: namesOf(reports) })]),
    ...(merged.length === 0 ? [] : [say('merge.merged', { names: merged.map(labelOf).join(', ') })]),
    ...(kept.before?.isGuest && !kept.person.isGuest ? [say('merge.guest', { name: kept.person.name })] : []),
  ];
}

function labelOf({ name, email }: MergePreview['from']): string {
  return email ?? name;
}

function namesOf(people: MergePreview['plan']['reports']): string {
  return people.map(({ person }) => person.name).join(', ');
}
