import type { Command } from 'commander';
import { undoneLines } from '#src/chat/cards/undone-card.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { readEmail, readUuid } from '#src/cli/kit/read-arguments.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';

type Options = { as: string; json?: boolean };

/** `largesse gifts undo`: takes a gift back on its giver's behalf, within the minutes its department allows. */
export function addGiftsUndo(program: Command): void {
  commandOf(program, 'gifts')
    .command('undo')
    .description('take back a gift that was given a few minutes ago')
    .argument('<gift>', 'its id, as `largesse gifts list` shows it', readUuid)
    .requiredOption('--as <email>', 'its giver', readEmail)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  largesse gifts undo 0199f3a2-5c1e-7d40-9b3a-2f6d8e1c4a57 --as morgan@example.com',
    )
    .action((giftId: string, { as, json }: Options) =>
      withCore(async (core) => {
        const person = await getPersonWithEmail(core, as);
        const undone = orRefuse(core, await core.app.gift.undo({ person, of: { giftId } }));
        if (json) return printJson(undone);
        for (const line of undoneLines(core.words, undone)) print(line);
      }),
    );
}
