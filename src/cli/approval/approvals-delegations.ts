import type { Command } from 'commander';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { tableText } from '#src/cli/kit/table.ts';

const COLUMNS = ['Away', 'Decides instead', 'From', 'Until'].map((title) => ({ title }));

/** `largesse approvals delegations`: lists who decides for whom, now and later. */
export function addApprovalsDelegations(program: Command): void {
  commandOf(program, 'approvals')
    .command('delegations')
    .description('list who decides for whom, now and later')
    .option('--json', 'print one JSON array')
    .addHelpText('after', '\nExample:\n  largesse approvals delegations')
    .action(({ json }: { json?: boolean }) =>
      withCore(async (core) => {
        const { app, words, organization } = core;
        const found = await app.queries.approval.listDelegations(operatorOf(core), core.clock.now());
        if (json) return printJson(found);
        if (found.length === 0) return print('Nobody decides for somebody else.');
        const rows = found.map(({ from, to, startsAt, endsAt }) => {
          return [
            from,
            to,
            words.date(startsAt, organization.timeZone),
            words.date(endsAt, organization.timeZone),
          ];
        });
        print(tableText(COLUMNS, rows));
      }),
    );
}
