import type { Command } from 'commander';
import { storeSecondPerson } from '#src/domain/budget/second-person.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Core } from '#src/process/open-core.ts';
import { addCommand, type CommandResult } from '#src/cli/kit/add-command.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readCurrency } from '#src/cli/kit/read-arguments.ts';
import { readMinor } from '#src/cli/kit/read-money.ts';

type Options = { over?: string; currency?: string; as?: string };

/** `largesse policy second-person`: shows and sets above which amount a change of money rules needs a second person. */
export function addPolicySecondPerson(program: Command): void {
  addCommand(program, {
    name: 'policy second-person',
    summary: 'show above which amount a change of budgets and rules needs a second person, or set it',
    takes: (command) =>
      command
        .option('--over <amount>', 'a change above this waits for a second person; “none” asks nobody')
        .option('--currency <code>', 'of that amount; default: the organization’s', readCurrency)
        .addOption(asOption()),
    json: 'object',
    examples: ['policy second-person', 'policy second-person --over 5000'],
    run: setOrShow,
  });
}

async function setOrShow(core: Core, { over, currency: given, as }: Options): Promise<CommandResult> {
  const { app, organization, words } = core;
  const currency = given ?? organization.currency;
  if (over !== undefined) {
    const amountMinor = over === 'none' ? null : readMinor(core, { name: organization.name, currency }, over);
    const setting = {
      organizationId: organization.id,
      currency,
      amountMinor,
      ...(await findActor(core, as)),
    };
    orRefuse(core, await app.budget.setSecondPerson(setting));
  }
  const found = await app.queries.budget.findSecondPerson(operatorOf(core));
  const { setting } = must(found, 'what the operator sees');
  const amounts = Object.entries(setting).map(([one, amountMinor]) =>
    formatMoney({ amountMinor, currency: one }, words.locale),
  );
  const text =
    amounts.length > 0
      ? `A change above ${amounts.join(' or ')} needs a second person.`
      : 'No change needs a second person.';
  return { json: { over: storeSecondPerson(setting) }, text };
}
