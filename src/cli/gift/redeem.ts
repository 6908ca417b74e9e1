import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { formatMoney } from '#src/domain/kit/money.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';

type Options = { as: string; json?: boolean };

/** `largesse redeem`: adds a gift to the balance of the person its code is bound to. */
export function addRedeem(program: Command): void {
  commandOf(program, 'redeem')
    .argument('<code>', 'the code from the message, or - to read it from standard input')
    .requiredOption('--as <email>', 'the recipient', readEmail)
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  largesse redeem ABCD-EFGH-JKMN-PQRS --as alice@example.com')
    .action(async (code: string, { as, json }: Options) => {
      // Everybody on the machine can see a command line, and the shell's history keeps it; standard input is private.
      const typed = code === '-' ? await text(process.stdin) : code;
      await withCore(async (core) => {
        const person = await getPersonWithEmail(core, as);
        const { added, balance } = orRefuse(core, await core.app.gift.redeemCode({ person, typed }));
        if (json) return printJson({ added, balance });
        print(core.words.say('redeemed.title', { added: formatMoney(added, core.words.locale) }));
        print(core.words.say('redeemed.text', { balance: formatMoney(balance, core.words.locale) }));
      });
    });
}
