import type { Command } from 'commander';
import { formatMoney } from '#src/domain/kit/money.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import { readReason } from '#src/cli/kit/read-reason.ts';
import { withGift } from './with-gift.ts';

type Options = { as: string; reason?: string };

/** `largesse codes report`: freezes the code of a gift at once. */
export function addCodesReport(program: Command): void {
  addCommand(program, {
    name: 'codes report',
    summary: 'freeze the code of a gift, which is lost or was seen: nobody can redeem it',
    takes: (command) =>
      withGift(command)
        .option('--reason <text>', 'what happened: admins and its giver read it', readReason)
        .requiredOption(
          '--as <email>',
          'who reports it: its recipient, its giver, HR, finance or an admin',
          readEmail,
        ),
    json: 'object',
    examples: ['codes report 0199f3a2-5c1e-7d40-9b3a-2f6d8e1c4a57 --as alice@example.com'],
    async run(core, giftId: string, { as, reason = '' }: Options) {
      const person = await getPersonWithEmail(core, as);
      const reported = orRefuse(core, await core.app.gift.reportCode({ person, giftId, reason }));
      const { recipientName, lastFour, money, isRepeat } = reported;
      const amount = formatMoney(money, core.words.locale);
      return {
        json: { giftId, recipient: recipientName, lastFour, ...money, isRepeat },
        text: isRepeat
          ? `It was frozen already: the code of ${recipientName} that ends in ${lastFour}, ${amount}.`
          : [
              `Frozen: the code of ${recipientName} that ends in ${lastFour}, ${amount}. Its giver and the admins are told.`,
              `For another one: largesse codes reissue ${giftId}`,
            ],
      };
    },
  });
}
