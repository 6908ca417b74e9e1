import type { Command } from 'commander';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { printJson, withCore } from '#src/cli/kit/context.ts';
import { printOrganization } from './organization-text.ts';

/** `largesse organization show`: shows the organization’s name, currency and time zone. */
export function addOrganizationShow(program: Command): void {
  commandOf(program, 'organization')
    .command('show')
    .description('show the organization’s name, currency and time zone')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  largesse organization show')
    .action(({ json }: { json?: boolean }) =>
      withCore(async ({ organization }) => {
        if (json) return printJson(organization);
        printOrganization(organization);
      }),
    );
}
