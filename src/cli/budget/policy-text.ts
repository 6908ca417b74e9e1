import type { FoundRules } from '#src/app.ts';
import { RECIPIENT_CHOOSES } from '#src/domain/budget/gift-kind.ts';
import { ROLES, type Role } from '#src/domain/people/roles.ts';
import { type GivingRules, type RulesChanges, storeRules } from '#src/domain/budget/giving-rules.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';
import { tableText } from '#src/cli/kit/table.ts';

/** The rules in force in a department, and which are its own; null stands for all departments. `card`: what gifts are bought as. */
export type RulesLine = {
  department: string | null;
  currency: string;
  card?: string | undefined;
} & FoundRules;

/** Rules for programs; amounts are decimal strings of minor units. `own`: what the department itself changed. `giftCard`: its name. */
export function rulesJson({ department, currency, rules, own, card }: RulesLine) {
  const giftCard = card === undefined ? {} : { giftCard: card };
  return { department, currency, rules: storeRules(rules), own: own ? storeRules(own) : {}, ...giftCard };
}

/** Rules as a table; a department’s says of each whether it is its own. */
export function rulesTable(
  { locale }: Words,
  { department, currency, rules, card, own = {} }: RulesLine,
): string {
  const columns = [
    { title: department ?? `All departments that give in ${currency}` },
    { title: '', align: 'right' } as const,
  ];
  const rows = rowsOf(rules, { money, card });
  if (department === null)
    return tableText(
      columns,
      rows.map(({ text, value }) => [text, value]),
    );
  return tableText(
    [...columns, { title: '' }],
    rows.map(({ text, value, rule, role }) => [text, value, isOwn(own, rule, role) ? 'own' : 'inherited']),
  );

  function money(amountMinor: bigint): string {
    return formatMoney({ amountMinor, currency }, locale);
  }
}

function kindText({ giftKind }: GivingRules, card: string | undefined): string {
  if (giftKind === RECIPIENT_CHOOSES) return 'a gift card that its recipient chooses';
  return card ? `the gift card ${card}` : 'stored value';
}

type Row = { text: string; value: string; rule: keyof GivingRules; role?: Role };

function isOwn(own: RulesChanges, rule: keyof GivingRules, role: Role | undefined): boolean {
  const changed = own[rule];
  if (changed === undefined || role === undefined) return changed !== undefined;
  return role in (changed as object);
}

type Written = { money: (minor: bigint) => string; card: string | undefined };

function rowsOf(rules: GivingRules, { money, card }: Written): Row[] {
  function amount(minor: bigint | undefined, without = 'no limit'): string {
    return minor === undefined ? without : money(minor);
  }
  function byRole(rule: 'allowanceMinor' | 'approvalOverByRoleMinor', text: (role: string) => string): Row[] {
    return ROLES.flatMap((role) => {
      const minor = rules[rule][role];
      return minor === undefined ? [] : [{ text: text(role), value: money(minor), rule, role }];
    });
  }
  const { pairShare } = rules;
  const share =
    pairShare && `${pairShare.maxPercent} % (${pairShare.onExcess}) from ${money(pairShare.fromMinor)}`;
  return [
    { text: 'One gift, at least', value: amount(rules.giftMinMinor, 'anything'), rule: 'giftMinMinor' },
    { text: 'One gift, at most', value: amount(rules.giftMaxMinor), rule: 'giftMaxMinor' },
    ...byRole('allowanceMinor', (role) => `A ${role} gives a period`),
    {
      text: 'On top for each report',
      value: amount(rules.allowancePerReportMinor, 'nothing'),
      rule: 'allowancePerReportMinor',
    },
    { text: 'A person gets a year', value: amount(rules.recipientYearMinor), rule: 'recipientYearMinor' },
    { text: 'Of one’s giving to one person', value: share ?? 'no limit', rule: 'pairShare' },
    { text: 'Guests', value: rules.guests, rule: 'guests' },
    { text: 'An approver decides above', value: amount(rules.approvalOverMinor), rule: 'approvalOverMinor' },
    ...byRole('approvalOverByRoleMinor', (role) => `  for a ${role} above`),
    { text: 'An approval may wait', value: `${rules.approvalHours} h`, rule: 'approvalHours' },
    { text: 'Its approvers are reminded after', value: `${rules.remindHours} h`, rule: 'remindHours' },
    { text: 'The giver confirms above', value: amount(rules.confirmOverMinor), rule: 'confirmOverMinor' },
    { text: 'A gift may be taken back for', value: `${rules.undoMinutes} min`, rule: 'undoMinutes' },
    {
      text: 'A gift can be claimed for',
      value: rules.claimDays === undefined ? 'no limit' : `${rules.claimDays} days`,
      rule: 'claimDays',
    },
    { text: 'A gift is', value: kindText(rules, card), rule: 'giftKind' },
    { text: 'Others read of it', value: rules.postIn ?? 'nowhere', rule: 'postIn' },
    { text: 'They read how much', value: rules.postAmount ? 'yes' : 'no', rule: 'postAmount' },
  ];
}
