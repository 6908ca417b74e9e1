import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { Refused } from '#src/cli/kit/context.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';

/** `largesse tokens revoke`: ends a token at once. */
export function addTokensRevoke(program: Command): void {
  addCommand(program, {
    name: 'tokens revoke',
    summary: 'end a token at once',
    takes: (command) => command.argument('<id>', 'as in: tokens list').addOption(asOption()),
    json: 'object',
    examples: ['tokens revoke 0199b1c6-0f1e-7a52-b0c5-2f1d7c1f3c11'],
    async run(core, tokenId: string, { as }: { as?: string }) {
      if (!isUuid(tokenId))
        throw new Refused(`“${tokenId}” is no id of a token: largesse tokens list shows them.`);
      const { id: organizationId } = core.organization;
      const actor = await findActor(core, as);
      const ended = orRefuse(core, await core.app.session.endToken({ organizationId, tokenId, ...actor }));
      const json = { id: ended.id, name: ended.name, endedAt: ended.endedAt };
      return { json, text: `“${ended.name}” has ended: the program that holds it is refused from now on.` };
    },
  });
}
