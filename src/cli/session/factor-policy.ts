import type { Command } from 'commander';
import { type CommandResult, addCommand } from '#src/cli/kit/add-command.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readCurrency } from '#src/cli/kit/read-arguments.ts';
import { readMinor } from '#src/cli/kit/read-money.ts';
import { readRoles } from './read-roles.ts';
import { tableText } from '#src/cli/kit/table.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Role } from '#src/domain/people/roles.ts';
import {
  type FactorPolicy,
  type FactorPolicyChanges,
  storeFactorPolicy,
} from '#src/domain/session/factor-policy.ts';
import type { Core } from '#src/process/open-core.ts';

type Options = { roles?: readonly Role[]; over?: string; currency?: string; as?: string };

/** `largesse factor policy`: shows and sets who has to have a second factor, and above which amounts it is asked for. */
export function addFactorPolicy(program: Command): void {
  addCommand(program, {
    name: 'factor policy',
    summary: 'show who has to have a second factor and above which amounts it is asked for, or set it',
    takes: (command) =>
      command
        .option('--roles <roles>', 'who has to have one, such as hr,finance,admin; or none', readRoles)
        .option(
          '--over <amount>',
          'whoever adds, spends or approves more is asked for it; “none” asks for no amount',
        )
        .option('--currency <code>', 'of that amount; default: the organization’s', readCurrency)
        .addOption(asOption()),
    json: 'object',
    examples: ['factor policy', 'factor policy --roles hr,finance,admin --over 100'],
    run: setOrShow,
  });
}

async function setOrShow(core: Core, options: Options): Promise<CommandResult> {
  const { app, organization } = core;
  const changes = changesIn(core, options);
  if (Object.keys(changes).length > 0) {
    const { actorId } = await findActor(core, options.as);
    await app.session.setFactorPolicy({ organizationId: organization.id, changes, actorId });
  }
  const policy = orRefuse(core, await app.queries.session.findFactorPolicy(operatorOf(core)));
  return { json: storeFactorPolicy(policy), text: policyText(core, policy) };
}

function changesIn(core: Core, { roles, over, currency: given }: Options): FactorPolicyChanges {
  const { name, currency: own } = core.organization;
  const currency = given ?? own;
  const amount = over === undefined || over === 'none' ? null : readMinor(core, { name, currency }, over);
  return {
    ...(roles && { roles }),
    ...(over !== undefined && { overMinor: { [currency]: amount } }),
  };
}

function policyText({ words, config }: Core, { roles, overMinor }: FactorPolicy): string[] {
  const amounts = Object.entries(overMinor).map(([currency, amountMinor]) =>
    formatMoney({ amountMinor, currency }, words.locale),
  );
  const columns = [{ title: 'Second factor' }, { title: '' }];
  const rows = [
    ['Has to have one', roles.join(', ') || 'nobody'],
    ['Everybody is asked above', amounts.join(', ') || 'no amount'],
  ];
  const isUnreachable = amounts.length > 0 && config.web.publicUrl === undefined;
  const advice = 'Set PUBLIC_URL: what is above that amount can be added and approved on the web pages only.';
  return [tableText(columns, rows), ...(isUnreachable ? [advice] : [])];
}
