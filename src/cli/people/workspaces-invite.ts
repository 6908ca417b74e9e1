import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import { getActor } from './get-actor.ts';

/** `largesse workspaces invite`: creates a code with which a Discord server joins. */
export function addWorkspacesInvite(program: Command): void {
  addCommand(program, {
    name: 'workspaces invite',
    summary: 'create a code with which one Discord server may join, for a day',
    takes: (command) => command.option('--as <email>', 'the admin who invites it', readEmail),
    json: 'object',
    examples: ['workspaces invite'],
    async run(core, { as }: { as?: string }) {
      const invited = await core.app.people.inviteWorkspace(await getActor(core, as));
      const { code, expiresAt } = orRefuse(core, invited);
      return {
        json: { code, expiresAt },
        text: [
          `In the server, type: /join ${code}`,
          `The code works once, until ${expiresAt.toISOString()}. Whoever has it can join a server.`,
        ],
      };
    },
  });
}
