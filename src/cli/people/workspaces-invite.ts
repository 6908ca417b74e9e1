import type { Command } from 'commander';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import { getActor } from './get-actor.ts';

/** `largesse workspaces invite`: creates a code with which a Discord server joins. */
export function addWorkspacesInvite(program: Command): void {
  commandOf(program, 'workspaces')
    .command('invite')
    .description('create a code with which one Discord server may join, for a day')
    .option('--as <email>', 'the admin who invites it', readEmail)
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  largesse workspaces invite')
    .action(({ as, json }: { as?: string; json?: boolean }) =>
      withCore(async (core) => {
        const invited = await core.app.people.inviteWorkspace(await getActor(core, as));
        const { code, expiresAt } = orRefuse(core, invited);
        if (json) return printJson({ code, expiresAt });
        print(`In the server, type: /join ${code}`);
        print(`The code works once, until ${expiresAt.toISOString()}. Whoever has it can join a server.`);
      }),
    );
}
