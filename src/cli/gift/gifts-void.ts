import type { Command } from 'commander';
import { formatMoney } from '#src/domain/kit/money.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import { readReason } from '#src/cli/kit/read-reason.ts';
import { withGift } from './with-gift.ts';

/** `largesse gifts void`: asks a second person to approve taking a gift back. */
export function addGiftsVoid(program: Command): void {
  addCommand(program, {
    name: 'gifts void',
    summary: 'take back a gift, redeemed or not, once a second person approves',
    takes: (command) =>
      withGift(command)
        .requiredOption(
          '--reason <text>',
          'why: the approver, its giver and its recipient read it',
          readReason,
        )
        .requiredOption('--as <email>', 'who asks: HR, finance or an admin', readEmail),
    json: 'object',
    examples: ['gifts void 0199f3a2-5c1e-7d40-9b3a-2f6d8e1c4a57 --reason "given twice" --as hr@example.com'],
    async run(core, giftId: string, { as, reason }: { as: string; reason: string }) {
      const person = await getPersonWithEmail(core, as);
      const asked = orRefuse(core, await core.app.approval.requestVoid({ person, giftId, reason }));
      const { approvalId, gift, expiresAt } = asked;
      const { recipientName: recipient, amountMinor, currency } = gift;
      const amount = formatMoney(gift, core.words.locale);
      return {
        json: { approvalId, giftId, recipient, amountMinor, currency, expiresAt },
        text: [
          `Asked: ${amount} for ${recipient} is taken back once a second person approves it.`,
          `It waits until ${core.words.date(expiresAt, gift.timeZone)}, as approval ${approvalId}.`,
        ],
      };
    },
  });
}
