import { cardItemOf, RECIPIENT_CHOOSES } from '#src/domain/budget/gift-kind.ts';
import type { GivingRules, RulesChanges } from '#src/domain/budget/giving-rules.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { ROLES, type Role } from '#src/domain/people/roles.ts';
import type { PlainKey, Words } from '#src/words/words.ts';

/** A rule as people read it. Rules that hold an amount for each role have a row a role. */
export type RuleRow = { rule: keyof GivingRules; role?: Role; label: string; value: string };

/** In which currency rules are, and what the catalogue calls the gift cards that gifts can be. */
export type RulesIn = { currency: string; cards: readonly { id: string; name: string }[] };

const AMOUNTS = {
  giftMinMinor: 'web.rules.anything',
  giftMaxMinor: 'web.rules.noLimit',
  allowancePerReportMinor: 'web.rules.nothing',
  recipientYearMinor: 'web.rules.noLimit',
  approvalOverMinor: 'web.rules.never',
  confirmOverMinor: 'web.rules.never',
} as const satisfies Partial<Record<keyof GivingRules, PlainKey>>;

/** Every rule, in the order in which the form has them: those that nobody set too, so that two lists can be compared row by row. */
export function ruleRows(words: Words, rules: GivingRules, { currency, cards }: RulesIn): RuleRow[] {
  const { say, locale } = words;
  function money(amountMinor: bigint): string {
    return formatMoney({ amountMinor, currency }, locale);
  }
  function amount(rule: keyof typeof AMOUNTS): RuleRow {
    const minor = rules[rule];
    return {
      rule,
      label: say(`web.rules.${rule}`),
      value: minor === undefined ? say(AMOUNTS[rule]) : money(minor),
    };
  }
  function byRole(rule: 'allowanceMinor' | 'approvalOverByRoleMinor', unset: PlainKey): RuleRow[] {
    return ROLES.map((role) => {
      const minor = rules[rule][role];
      return {
        rule,
        role,
        label: say(`web.rules.${rule}`, { role }),
        value: minor === undefined ? say(unset) : money(minor),
      };
    });
  }
  return [
    amount('giftMinMinor'),
    amount('giftMaxMinor'),
    ...byRole('allowanceMinor', 'web.rules.noLimit'),
    amount('allowancePerReportMinor'),
    amount('recipientYearMinor'),
    { rule: 'pairShare', label: say('web.rules.pairShare'), value: pairText(words, rules, money) },
    { rule: 'guests', label: say('web.rules.guests'), value: say(`web.rules.guests.${rules.guests}`) },
    amount('approvalOverMinor'),
    ...byRole('approvalOverByRoleMinor', 'web.rules.asForAll'),
    ...times(words, rules),
    amount('confirmOverMinor'),
    { rule: 'giftKind', label: say('web.rules.giftKind'), value: kindText(words, rules, cards) },
    { rule: 'postIn', label: say('web.rules.postIn'), value: rules.postIn ?? 'nowhere' },
    {
      rule: 'postAmount',
      label: say('web.rules.postAmount'),
      value: say(rules.postAmount ? 'web.rules.shown' : 'web.rules.hidden'),
    },
  ];
}

function times(
  { say }: Words,
  { approvalHours, remindHours, undoMinutes, claimDays }: GivingRules,
): RuleRow[] {
  return [
    {
      rule: 'approvalHours',
      label: say('web.rules.approvalHours'),
      value: say('web.rules.hours', { count: approvalHours }),
    },
    {
      rule: 'remindHours',
      label: say('web.rules.remindHours'),
      value: say('web.rules.hours', { count: remindHours }),
    },
    {
      rule: 'undoMinutes',
      label: say('web.rules.undoMinutes'),
      value: say('web.rules.minutes', { count: undoMinutes }),
    },
    {
      rule: 'claimDays',
      label: say('web.rules.claimDays'),
      value: claimDays === undefined ? say('web.rules.forGood') : say('web.rules.days', { count: claimDays }),
    },
  ];
}

function pairText({ say }: Words, { pairShare }: GivingRules, money: (minor: bigint) => string): string {
  if (!pairShare) return say('web.rules.noLimit');
  const { maxPercent, fromMinor, onExcess } = pairShare;
  return say('web.rules.pair', { percent: maxPercent, from: money(fromMinor), onExcess });
}

function kindText({ say }: Words, { giftKind }: GivingRules, cards: RulesIn['cards']): string {
  if (giftKind === RECIPIENT_CHOOSES) return say('web.rules.kind.recipient-chooses');
  const itemId = cardItemOf(giftKind);
  if (itemId === undefined) return say('web.rules.kind.stored-value');
  const name = cards.find(({ id }) => id === itemId)?.name;
  return name === undefined ? say('web.rules.kind.card') : say('web.rules.kind.named', { name });
}

/** The rules to list: of those by role only the ones that are set. */
export function setRows(
  rows: readonly RuleRow[],
  rules: GivingRules,
  own: RulesChanges | undefined,
): RuleRow[] {
  return rows.filter((row) => {
    if (row.role === undefined || isOwnRule(own, row)) return true;
    const amounts =
      row.rule === 'allowanceMinor' || row.rule === 'approvalOverByRoleMinor' ? rules[row.rule] : {};
    return amounts[row.role] !== undefined;
  });
}

/** A rule before and after a change. */
export type RuleChange = RuleRow & { before: string };

/** The rules that a change alters. */
export function changedRows(before: readonly RuleRow[], after: readonly RuleRow[]): RuleChange[] {
  return after.flatMap((row, index) => {
    const was = before[index]?.value ?? '';
    return was === row.value ? [] : [{ ...row, before: was }];
  });
}

/** Whether a department's own rules say this one. */
export function isOwnRule(
  own: RulesChanges | undefined,
  { rule, role }: Pick<RuleRow, 'rule' | 'role'>,
): boolean {
  const changed = own?.[rule];
  if (changed === undefined || role === undefined) return changed !== undefined;
  return role in (changed as object);
}
