import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import { readReason } from '#src/cli/kit/read-reason.ts';
import { getPersonCalled } from '#src/cli/people/get-person-called.ts';

/** `largesse wallet freeze` and `unfreeze`: stops redeeming into a wallet and spending from it, and resumes it. */
export function addWalletFreeze(program: Command): void {
  addSwitch(program, 'freeze', 'stop redeeming into a wallet and spending from it until it is unfrozen');
  addSwitch(program, 'unfreeze', 'let a frozen wallet go on');
}

function addSwitch(program: Command, name: 'freeze' | 'unfreeze', summary: string): void {
  const isFrozen = name === 'freeze';
  addCommand(program, {
    name: `wallet ${name}`,
    summary,
    takes: (command) =>
      command
        .argument('<person>', 'by address, employee number, id or unique name')
        .requiredOption('--reason <text>', 'why: its owner reads it', readReason)
        .requiredOption('--as <email>', 'who does it: HR, finance or an admin', readEmail),
    json: 'object',
    examples: [`wallet ${name} alice@example.com --reason "lost phone" --as hr@example.com`],
    async run(core, who: string, { as, reason }: { as: string; reason: string }) {
      const { id: ownerId, name: owner } = await getPersonCalled(core, who);
      const person = await getPersonWithEmail(core, as);
      const asked = { person, ownerId, isFrozen, reason };
      const { isChanged } = orRefuse(core, await core.app.wallet.freeze(asked));
      const state = isFrozen ? 'frozen' : 'not frozen';
      return {
        json: { person: owner, isFrozen, isChanged },
        text: isChanged
          ? `The wallet of ${owner} is ${isFrozen ? 'frozen' : 'no longer frozen'}. They are told.`
          : `The wallet of ${owner} was ${state} already.`,
      };
    },
  });
}
