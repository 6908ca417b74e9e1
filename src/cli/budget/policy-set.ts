import { type Command, Option } from 'commander';
import type { GivingRules } from '#src/domain/budget/giving-rules.ts';
import { isRole, ROLES, type Role } from '#src/domain/people/roles.ts';
import type { Core } from '#src/process/open-core.ts';
import { getDepartment } from '#src/cli/kit/get-department.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, WrongUse, withCore } from '#src/cli/kit/context.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { rulesJson, rulesTable } from './policy-text.ts';
import { readCurrency, readHours, readPercent, readWholeNumber } from '#src/cli/kit/read-arguments.ts';
import { readMinor } from '#src/cli/kit/read-money.ts';

type Options = {
  department?: string;
  currency?: string;
  giftMin?: string;
  giftMax?: string;
  allowance?: string[];
  allowancePerReport?: string;
  recipientYear?: string;
  pairShare?: number | 'none';
  pairShareFrom?: string;
  pairShareStop?: true;
  pairShareWarn?: true;
  guests?: 'allowed' | 'refused';
  approvalOver?: string;
  approvalOverRole?: string[];
  approvalHours?: number;
  remindHours?: number;
  confirmOver?: string;
  undoMinutes?: number;
  json?: boolean;
};

/** `largesse policy set`: sets the rules about giving; options left out keep their value. */
export function addPolicySet(program: Command): void {
  commandOf(program, 'policy')
    .command('set')
    .description('set the rules about giving, for one department or for all; “none” removes a limit')
    .option('--department <name>', 'for this department; if omitted, for all without rules of their own')
    .option(
      '--currency <code>',
      'for departments with this currency; defaults to the organization’s',
      readCurrency,
    )
    .option('--gift-min <amount>', 'the smallest gift')
    .option('--gift-max <amount>', 'the largest gift')
    .option('--allowance <role=amount...>', 'what a giver of a role may give per budget period')
    .option(
      '--allowance-per-report <amount>',
      'extra for each person they manage; without --allowance, this is all they may give',
    )
    .option('--recipient-year <amount>', 'the most that one person may get in a year')
    .option(
      '--pair-share <percent>',
      'how much of a giver’s gifts in a period may go to one person',
      readPercent,
    )
    .option('--pair-share-from <amount>', 'apply once a giver has given this much')
    .addOption(new Option('--pair-share-stop', 'refuse gifts above the share').conflicts('pairShareWarn'))
    .option('--pair-share-warn', 'only warn about gifts above the share')
    .addOption(
      new Option('--guests <policy>', 'whether guests may get gifts').choices(['allowed', 'refused']),
    )
    .option('--approval-over <amount>', 'a request above this waits for an approver')
    .option('--approval-over-role <role=amount...>', 'the same, for givers of a role')
    .option('--approval-hours <hours>', 'how long an approval may wait', readHours)
    .option('--remind-hours <hours>', 'when approvers are reminded', readWholeNumber)
    .option('--confirm-over <amount>', 'a request above this must be confirmed by its giver first')
    .option('--undo-minutes <minutes>', 'how long a giver may take a gift back', readWholeNumber)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  largesse policy set --gift-max 250 --approval-over 500\n  largesse policy set --department Design --allowance manager=300 approver=600',
    )
    .action((options: Options) => withCore((core) => setPolicy(core, options)));
}

async function setPolicy(core: Core, options: Options): Promise<void> {
  const { app, organization, words } = core;
  const department =
    options.department === undefined ? undefined : await getDepartment(core, options.department);
  const currency = department?.currency ?? options.currency ?? organization.currency;
  const departmentId = department?.id ?? null;
  const scope = { organizationId: organization.id, departmentId, currency };
  const name = department?.name ?? organization.name;
  const before = await app.queries.budget.getRules(operatorOf(core), { departmentId, currency });
  const rules = rulesWith(orRefuse(core, before), options, (typed) =>
    typed === 'none' ? undefined : readMinor(core, { name, currency }, typed),
  );
  await app.budget.setRules({ scope, rules, actorId: null });
  const line = { department: department?.name ?? null, currency, rules };
  if (options.json) return printJson(rulesJson(line));
  print(rulesTable(words, line));
}

type ReadAmount = (typed: string) => bigint | undefined;

/** The current rules, overridden by the typed options. */
function rulesWith(stands: GivingRules, options: Options, read: ReadAmount): GivingRules {
  const rules = { ...stands };
  for (const [option, rule] of AMOUNTS) {
    const typed = options[option];
    if (typed !== undefined) setOrDelete(rules, rule, read(typed));
  }
  const { giftMinMinor = 0n, giftMaxMinor } = rules;
  if (giftMaxMinor !== undefined && giftMinMinor > giftMaxMinor) {
    throw new WrongUse('No gift could be given: --gift-min must not be above --gift-max');
  }
  const { approvalHours = stands.approvalHours, remindHours = stands.remindHours } = options;
  if (options.remindHours !== undefined && remindHours >= approvalHours) {
    throw new WrongUse(
      `Nobody would be reminded: --remind-hours must be below the ${approvalHours} h that an approval may wait`,
    );
  }
  return {
    ...withPairShare(rules, options, read),
    allowanceMinor: byRole(stands.allowanceMinor, options.allowance, read),
    approvalOverByRoleMinor: byRole(stands.approvalOverByRoleMinor, options.approvalOverRole, read),
    guests: options.guests ?? stands.guests,
    approvalHours,
    remindHours,
    undoMinutes: options.undoMinutes ?? stands.undoMinutes,
  };
}

const AMOUNTS = [
  ['giftMin', 'giftMinMinor'],
  ['giftMax', 'giftMaxMinor'],
  ['allowancePerReport', 'allowancePerReportMinor'],
  ['recipientYear', 'recipientYearMinor'],
  ['approvalOver', 'approvalOverMinor'],
  ['confirmOver', 'confirmOverMinor'],
] as const;

function setOrDelete(
  rules: GivingRules,
  rule: (typeof AMOUNTS)[number][1],
  amountMinor: bigint | undefined,
): void {
  if (amountMinor === undefined) delete rules[rule];
  else rules[rule] = amountMinor;
}

function withPairShare(rules: GivingRules, options: Options, read: ReadAmount): GivingRules {
  const { pairShare: stands, ...others } = rules;
  if (options.pairShare === 'none') return others;
  const maxPercent = options.pairShare ?? stands?.maxPercent;
  if (maxPercent === undefined) {
    if (options.pairShareFrom ?? options.pairShareStop ?? options.pairShareWarn)
      throw new WrongUse('Say how much may go to one person, such as --pair-share 40');
    return others;
  }
  const from = options.pairShareFrom === undefined ? undefined : read(options.pairShareFrom);
  const isStopping = options.pairShareStop ?? (options.pairShareWarn ? false : stands?.onExcess === 'stop');
  const fromMinor = from ?? stands?.fromMinor ?? 0n;
  if (options.pairShare !== undefined && fromMinor === 0n) {
    throw new WrongUse(
      'Say from what amount on it applies, such as --pair-share-from 100: the first gift of a period is always 100 %',
    );
  }
  return { ...others, pairShare: { maxPercent, fromMinor, onExcess: isStopping ? 'stop' : 'warn' } };
}

function byRole(
  stands: Partial<Record<Role, bigint>>,
  typed: readonly string[] = [],
  read: ReadAmount,
): Partial<Record<Role, bigint>> {
  const amounts = { ...stands };
  for (const one of typed) {
    const [role = '', amount] = one.split('=');
    if (!amount) throw new WrongUse(`Write “${one}” as a role and an amount, such as manager=300`);
    if (!isRole(role)) throw new WrongUse(`“${role}” is not a role. Roles are ${ROLES.join(', ')}`);
    const amountMinor = read(amount);
    if (amountMinor === undefined) delete amounts[role];
    else amounts[role] = amountMinor;
  }
  return amounts;
}
