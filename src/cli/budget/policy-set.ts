import { type Command, Option } from 'commander';
import type { GivingRules, RulesChanges } from '#src/domain/budget/giving-rules.ts';
import { cardKind, RECIPIENT_CHOOSES, STORED_VALUE } from '#src/domain/budget/gift-kind.ts';
import { foldText } from '#src/domain/kit/fold.ts';
import { isRole, ROLES, type Role } from '#src/domain/people/roles.ts';
import type { Core } from '#src/process/open-core.ts';
import { fromOption, startIn } from '#src/cli/kit/from-option.ts';
import { asOption } from '#src/cli/kit/find-actor.ts';
import { type CommandResult, addCommand } from '#src/cli/kit/add-command.ts';
import { UsageError } from '#src/cli/kit/context.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { listGiftCards } from './list-gift-cards.ts';
import { findRulesOwner, writeRules } from './write-rules.ts';
import {
  readCurrency,
  readDays,
  readHours,
  readPercent,
  readPostIn,
  readWholeNumber,
} from '#src/cli/kit/read-arguments.ts';
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
  guests?: 'allowed' | 'refused' | 'approval';
  approvalOver?: string;
  approvalOverRole?: string[];
  approvalHours?: number;
  remindHours?: number;
  confirmOver?: string;
  undoMinutes?: number;
  claimBy?: number | 'none';
  giftKind?: string;
  postIn?: string;
  postAmount?: 'shown' | 'hidden';
  from?: string;
  as?: string;
};

/** `largesse policy set`: sets the rules about giving; options left out keep their value. */
export function addPolicySet(program: Command): void {
  addCommand(program, {
    name: 'policy set',
    summary:
      'set the rules about giving, for all departments or for one, which follows them in the rest; “none” removes a limit',
    takes: withRules,
    json: 'object',
    examples: [
      'policy set --gift-max 250 --approval-over 500',
      'policy set --department Design --allowance manager=300 approver=600',
      'policy set --gift-max 300 --from 2027-01-01',
    ],
    run: setPolicy,
  });
}

function withRules(command: Command): Command {
  return command
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
      new Option('--guests <policy>', 'whether guests may get gifts, or an approver decides each').choices([
        'allowed',
        'refused',
        'approval',
      ]),
    )
    .option('--approval-over <amount>', 'a request above this waits for an approver')
    .option('--approval-over-role <role=amount...>', 'the same, for givers of a role')
    .option('--approval-hours <hours>', 'how long an approval may wait', readHours)
    .option('--remind-hours <hours>', 'when approvers are reminded', readWholeNumber)
    .option('--confirm-over <amount>', 'a request above this must be confirmed by its giver first')
    .option('--undo-minutes <minutes>', 'how long a giver may take a gift back', readWholeNumber)
    .option(
      '--claim-by <days>',
      'how long a gift can be claimed, such as 90d; then its money goes back; “none”: for good',
      readDays,
    )
    .option(
      '--gift-kind <kind>',
      'what a gift is: “stored-value”; “recipient-chooses”, a gift card that its recipient chooses from the catalogue; or the name of one there. It is bought once nobody can undo the gift',
    )
    .option(
      '--post-in <place>',
      'where others read of a gift: “here”, where it was typed, “nowhere”, or a channel such as slack:C024BE91L',
      readPostIn,
    )
    .addOption(
      new Option('--post-amount <how>', 'whether the post says how much').choices(['shown', 'hidden']),
    )
    .addOption(fromOption())
    .addOption(asOption());
}

async function setPolicy(core: Core, options: Options): Promise<CommandResult> {
  const { app, organization } = core;
  const owner = await findRulesOwner(core, options);
  const name = owner.department?.name ?? organization.name;
  const at = startIn(owner.department?.timeZone ?? organization.timeZone, options.from);
  const asked = { ...owner, at };
  const { rules: stands } = orRefuse(core, await app.queries.budget.getRules(operatorOf(core), asked));
  const changes: RulesChanges = {
    ...changesIn(options, stands, (typed) =>
      typed === 'none' ? null : readMinor(core, { name, currency: owner.currency }, typed),
    ),
    ...(options.giftKind !== undefined && { giftKind: await findGiftKind(core, options.giftKind) }),
  };
  if (Object.keys(changes).length === 0)
    throw new UsageError('say which rule to set, such as --gift-max 250');
  return writeRules(core, { as: options.as, from: options.from, owner, rules: changes });
}

/** A card is named as the catalogue names it. */
async function findGiftKind(core: Core, typed: string): Promise<string> {
  if (typed === STORED_VALUE || typed === RECIPIENT_CHOOSES) return typed;
  const items = await listGiftCards(core);
  const item = items.find(({ name, isRetired }) => !isRetired && foldText(name) === foldText(typed));
  if (item) return cardKind(item.id);
  const names = items.filter(({ isRetired }) => !isRetired).map(({ name }) => `“${name}”`);
  const known =
    names.length > 0 ? `It has ${names.join(', ')}` : 'It has none: add one with “catalogue import”';
  throw new UsageError(
    `The catalogue has no gift card “${typed}”. ${known}, or say ${RECIPIENT_CHOOSES} or ${STORED_VALUE}.`,
  );
}

type ReadAmount = (typed: string) => bigint | null;

/** What the options change in the rules in force. */
function changesIn(options: Options, stands: GivingRules, read: ReadAmount): RulesChanges {
  const { approvalHours, remindHours, undoMinutes, claimBy, postIn, postAmount, guests } = options;
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
    ...(postIn !== undefined && { postIn }),
    ...(postAmount !== undefined && { postAmount: postAmount === 'shown' }),
    ...(claimBy !== undefined && { claimDays: claimBy === 'none' ? null : claimBy }),
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
  if (options.pairShare === 'none') {
    if (isDetailed) throw new UsageError('--pair-share none removes the share: leave its other options out');
    return { pairShare: null };
  }
  if (options.pairShare === undefined && !isDetailed) return {};
  const maxPercent = options.pairShare ?? stands?.maxPercent;
  if (maxPercent === undefined)
    throw new UsageError('Say how much may go to one person, such as --pair-share 40');
  const from = options.pairShareFrom === undefined ? null : read(options.pairShareFrom);
  const isStopping = options.pairShareStop ?? (options.pairShareWarn ? false : stands?.onExcess === 'stop');
  const fromMinor = from ?? stands?.fromMinor ?? 0n;
  if (options.pairShare !== undefined && fromMinor === 0n) {
    throw new UsageError(
      'Say from what amount on it applies, such as --pair-share-from 100: the first gift of a period is always 100 %',
    );
  }
  return { pairShare: { maxPercent, fromMinor, onExcess: isStopping ? 'stop' : 'warn' } };
}

function byRole(typed: readonly string[], read: ReadAmount): Partial<Record<Role, bigint | null>> {
  const amounts: Partial<Record<Role, bigint | null>> = {};
  for (const one of typed) {
    const [role = '', amount] = one.split('=');
    if (!amount) throw new UsageError(`Write “${one}” as a role and an amount, such as manager=300`);
    if (!isRole(role)) throw new UsageError(`“${role}” is not a role. Roles are ${ROLES.join(', ')}`);
    amounts[role] = read(amount);
  }
  return amounts;
}
