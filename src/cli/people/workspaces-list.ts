import type { Command } from 'commander';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { tableText } from '#src/cli/kit/table.ts';

const COLUMNS = ['Platform', 'Id', 'Name', 'Since'].map((title) => ({ title }));

/** `largesse workspaces list`: lists the workspaces and servers that have joined. */
export function addWorkspacesList(program: Command): void {
  commandOf(program, 'workspaces')
    .command('list')
    .description('list the Slack workspaces and Discord servers that have joined')
    .option('--json', 'print one JSON array')
    .addHelpText('after', '\nExample:\n  largesse workspaces list')
    .action(({ json }: { json?: boolean }) =>
      withCore(async (core) => {
        const workspaces = await core.app.queries.people.listWorkspaces(operatorOf(core));
        if (json) return printJson(workspaces);
        if (workspaces.length === 0) return print('None has joined yet.');
        const rows = workspaces.map(({ platform, workspaceId, name, linkedAt }) => {
          return [platform, workspaceId, name, linkedAt.toISOString().slice(0, 10)];
        });
        print(tableText(COLUMNS, rows));
      }),
    );
}
