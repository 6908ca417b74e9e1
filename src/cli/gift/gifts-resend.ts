import type { Command } from 'commander';
import { formatMoney } from '#src/domain/kit/money.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail, readUuid } from '#src/cli/kit/read-arguments.ts';

type Options = { as: string; json?: boolean };

/** `largesse gifts resend`: sends a gift's message again, when it was lost or could not be delivered. */
export function addGiftsResend(program: Command): void {
  commandOf(program, 'gifts')
    .command('resend')
    .description('send a gift’s message again; it stays one gift')
    .argument('<gift>', 'its id, as `largesse gifts list` shows it', readUuid)
    .requiredOption('--as <email>', 'who asks: its giver, HR, finance or an admin', readEmail)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  largesse gifts resend 0199f3a2-5c1e-7d40-9b3a-2f6d8e1c4a57 --as hr@example.com',
    )
    .action((giftId: string, { as, json }: Options) =>
      withCore(async (core) => {
        const person = await getPersonWithEmail(core, as);
        const gift = orRefuse(core, await core.app.message.resendGift({ person, giftId }));
        const { recipientName: recipient, amountMinor, currency } = gift;
        if (json) return printJson({ giftId, recipient, amountMinor, currency });
        print(`Due again: the message about ${formatMoney(gift, core.words.locale)} for ${recipient}.`);
        if (core.ownsDatabase()) print('It will be sent when `largesse start` runs.');
      }),
    );
}
