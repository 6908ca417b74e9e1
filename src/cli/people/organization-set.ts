import type { Command } from 'commander';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, UsageError, withCore } from '#src/cli/kit/context.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readCurrency, readName, readTimeZone } from '#src/cli/kit/read-arguments.ts';
import { organizationLines } from './organization-text.ts';

type Options = { name?: string; currency?: string; timeZone?: string; as?: string; json?: boolean };

/** `largesse organization set`: changes the organization’s name, and its currency and zone until money has moved. */
export function addOrganizationSet(program: Command): void {
  commandOf(program, 'organization')
    .command('set')
    .description('change the organization’s name; its currency and time zone too, until money has moved')
    .option('--name <name>', 'what people call it', readName)
    .option('--currency <code>', 'the currency of its departments, such as EUR', readCurrency)
    .option('--time-zone <zone>', 'the zone of its departments, such as Europe/Berlin', readTimeZone)
    .addOption(asOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  largesse organization set --name Acme --currency EUR')
    .action(({ as, json, ...changes }: Options) => {
      if (Object.keys(changes).length === 0)
        throw new UsageError('say what to change: --name, --currency or --time-zone');
      return withCore(async (core) => {
        const organizationId = core.organization.id;
        const { actorId } = await findActor(core, as);
        const outcome = await core.app.people.setOrganization({ organizationId, changes, actorId });
        const { before, after } = orRefuse(core, outcome);
        if (json) return printJson(after);
        for (const line of organizationLines(after)) print(line);
        if (before.currency === after.currency) return;
        print(`\nBudgets and rules that were set in ${before.currency} no longer apply. Set them again.`);
      });
    });
}
