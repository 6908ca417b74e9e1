import type { Command } from 'commander';
import { undoneLines } from '#src/chat/cards/undone-card.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import { withGift } from './with-gift.ts';

/** `largesse gifts undo`: takes a gift back on its giver's behalf, within the minutes its department allows. */
export function addGiftsUndo(program: Command): void {
  addCommand(program, {
    name: 'gifts undo',
    summary: 'take back a gift that was given a few minutes ago',
    takes: (command) => withGift(command).requiredOption('--as <email>', 'its giver', readEmail),
    json: 'object',
    examples: ['gifts undo 0199f3a2-5c1e-7d40-9b3a-2f6d8e1c4a57 --as morgan@example.com'],
    async run(core, giftId: string, { as }: { as: string }) {
      const person = await getPersonWithEmail(core, as);
      const undone = orRefuse(core, await core.app.gift.undo({ person, of: { giftId } }));
      return { json: undone, text: undoneLines(core.words, undone) };
    },
  });
}
