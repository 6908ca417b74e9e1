import { type Command, Option } from 'commander';
import type { GivingRules, RulesChanges } from '#src/domain/budget/giving-rules.ts';
import { isRole, ROLES, type Role } from '#src/domain/people/roles.ts';
import type { Core } from '#src/process/open-core.ts';
import { asOption } from '#src/cli/kit/find-actor.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { WrongUse, withCore } from '#src/cli/kit/context.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { scopeOf, writeRules } from './write-rules.ts';
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
  as?: string;
  json?: boolean;
};

/** `largesse policy set`: sets the rules about giving; options left out keep their value. */
export function addPolicySet(program: Command): void {
  commandOf(program, 'policy')
    .command('set')
    .description(
      'set the rules about giving, for all departments or for one, which follows them in the rest; “none” removes a limit',
    )
    .option('--department <name>', 'for this department only; if omitted, for all')
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
    .addOption(asOption())
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  largesse policy set --gift-max 250 --approval-over 500\n  largesse policy set --department Design --allowance manager=300 approver=600',
    )
    .action((options: Options) => withCore((core) => setPolicy(core, options)));
}

async function setPolicy(core: Core, options: Options): Promise<void> {
  const { app, organization } = core;
  const scope = await scopeOf(core, options);
  const name = scope.department?.name ?? organization.name;
  const { rules: stands } = orRefuse(core, await app.queries.budget.getRules(operatorOf(core), scope));
  const changes = changesIn(options, stands, (typed) =>
    typed === 'none' ? null : readMinor(core, { name, currency: scope.currency }, typed),
  );
  if (Object.keys(changes).length === 0) throw new WrongUse('say which rule to set, such as --gift-max 250');
  await writeRules(core, { ...options, scope, rules: changes });
}

type ReadAmount = (typed: string) => bigint | null;

/** What the options change in the rules in force. */
function changesIn(options: Options, stands: GivingRules, read: ReadAmount): RulesChanges {
  const { approvalHours, remindHours, undoMinutes, guests } = options;
  const amounts = AMOUNTS.flatMap(([option, rule]) => {
    const typed = options[option];
    return typed === undefined ? [] : [[rule, read(typed)]];
  });
  return {
    ...Object.fromEntries(amounts),
    ...(options.allowance && { allowanceMinor: byRole(options.allowance, read) }),
    ...(options.approvalOverRole && { approvalOverByRoleMinor: byRole(options.approvalOverRole, read) }),
    ...pairShareIn(options, stands, read),
    ...(guests && { guests }),
    ...(approvalHours !== undefined && { approvalHours }),
    ...(remindHours !== undefined && { remindHours }),
    ...(undoMinutes !== undefined && { undoMinutes }),
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

function pairShareIn(
  options: Options,
  { pairShare: stands }: GivingRules,
  read: ReadAmount,
): Pick<RulesChanges, 'pairShare'> {
  const isDetailed = options.pairShareFrom ?? options.pairShareStop ?? options.pairShareWarn;
  if (options.pairShare === 'none') return { pairShare: null };
  if (options.pairShare === undefined && !isDetailed) return {};
  const maxPercent = options.pairShare ?? stands?.maxPercent;
  if (maxPercent === undefined)
    throw new WrongUse('Say how much may go to one person, such as --pair-share 40');
  const from = options.pairShareFrom === undefined ? null : read(options.pairShareFrom);
  const isStopping = options.pairShareStop ?? (options.pairShareWarn ? false : stands?.onExcess === 'stop');
  const fromMinor = from ?? stands?.fromMinor ?? 0n;
  if (options.pairShare !== undefined && fromMinor === 0n) {
    throw new WrongUse(
      'Say from what amount on it applies, such as --pair-share-from 100: the first gift of a period is always 100 %',
    );
  }
  return { pairShare: { maxPercent, fromMinor, onExcess: isStopping ? 'stop' : 'warn' } };
}

function byRole(typed: readonly string[], read: ReadAmount): Partial<Record<Role, bigint | null>> {
  const amounts: Partial<Record<Role, bigint | null>> = {};
  for (const one of typed) {
    const [role = '', amount] = one.split('=');
    if (!amount) throw new WrongUse(`Write “${one}” as a role and an amount, such as manager=300`);
    if (!isRole(role)) throw new WrongUse(`“${role}” is not a role. Roles are ${ROLES.join(', ')}`);
    amounts[role] = read(amount);
  }
  return amounts;
}
