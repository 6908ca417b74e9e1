import type { Command } from 'commander';
import { formatMoney } from '#src/domain/kit/money.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import { withGift } from './with-gift.ts';

/** `largesse gifts resend`: sends a gift's message again, when it was lost or could not be delivered. */
export function addGiftsResend(program: Command): void {
  addCommand(program, {
    name: 'gifts resend',
    summary: 'send a gift’s message again; it stays one gift',
    takes: (command) =>
      withGift(command).requiredOption(
        '--as <email>',
        'who asks: its giver, HR, finance or an admin',
        readEmail,
      ),
    json: 'object',
    examples: ['gifts resend 0199f3a2-5c1e-7d40-9b3a-2f6d8e1c4a57 --as hr@example.com'],
    async run(core, giftId: string, { as }: { as: string }) {
      const person = await getPersonWithEmail(core, as);
      const gift = orRefuse(core, await core.app.message.resendGift({ person, giftId }));
      const { recipientName: recipient, amountMinor, currency } = gift;
      const amount = formatMoney(gift, core.words.locale);
      return {
        json: { giftId, recipient, amountMinor, currency },
        text: [
          `Due again: the message about ${amount} for ${recipient}.`,
          ...(core.ownsDatabase() ? ['It will be sent when `largesse start` runs.'] : []),
        ],
      };
    },
  });
}
