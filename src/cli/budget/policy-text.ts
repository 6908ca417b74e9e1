import { type GivingRules, storeRules } from '#src/domain/budget/giving-rules.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';
import { tableText } from '#src/cli/kit/table.ts';

/** The rules of a department; null stands for all departments without their own. */
export type RulesLine = { department: string | null; currency: string; rules: GivingRules };

/** Rules for programs; amounts are decimal strings of minor units. */
export function rulesJson({ department, currency, rules }: RulesLine) {
  return { department, currency, rules: storeRules(rules) };
}

/** Rules as a table. */
export function rulesTable({ locale }: Words, { department, currency, rules }: RulesLine): string {
  const title = department ?? `All departments that give in ${currency}`;
  return tableText([{ title }, { title: '', align: 'right' }], rowsOf(rules, money));

  function money(amountMinor: bigint): string {
    return formatMoney({ amountMinor, currency }, locale);
  }
}

function rowsOf(rules: GivingRules, money: (minor: bigint) => string): string[][] {
  function amount(minor: bigint | undefined): string {
    return minor === undefined ? 'no limit' : money(minor);
  }
  const { pairShare, allowancePerReportMinor: onTop } = rules;
  return [
    ['One gift, at least', rules.giftMinMinor === undefined ? 'anything' : money(rules.giftMinMinor)],
    ['One gift, at most', amount(rules.giftMaxMinor)],
    ...Object.entries(rules.allowanceMinor).map(([role, minor]) => [
      `A ${role} gives a period`,
      money(minor),
    ]),
    ['On top for each report', onTop === undefined ? 'nothing' : money(onTop)],
    ['A person gets a year', amount(rules.recipientYearMinor)],
    [
      'Of one’s giving to one person',
      pairShare
        ? `${pairShare.maxPercent} % (${pairShare.onExcess}) from ${money(pairShare.fromMinor)}`
        : 'no limit',
    ],
    ['Guests', rules.guests],
    ['An approver decides above', amount(rules.approvalOverMinor)],
    ...Object.entries(rules.approvalOverByRoleMinor).map(([role, minor]) => [
      `  for a ${role} above`,
      money(minor),
    ]),
    ['An approval may wait', `${rules.approvalHours} h, reminder after ${rules.remindHours} h`],
    ['The giver confirms above', amount(rules.confirmOverMinor)],
    ['A gift may be taken back for', `${rules.undoMinutes} min`],
  ];
}
