import { type Command, InvalidArgumentError } from 'commander';
import { formatMoney } from '#src/domain/kit/money.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { readEmail, readUuid } from '#src/cli/kit/read-arguments.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';

type Options = { as: string; reason: string; json?: boolean };

/** `largesse gifts void`: asks a second person to approve taking a gift back. */
export function addGiftsVoid(program: Command): void {
  commandOf(program, 'gifts')
    .command('void')
    .description('take back a gift, redeemed or not, once a second person approves')
    .argument('<gift>', 'its id, as `largesse gifts list` shows it', readUuid)
    .requiredOption('--reason <text>', 'why: the approver, its giver and its recipient read it', readReason)
    .requiredOption('--as <email>', 'who asks: HR, finance or an admin', readEmail)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  largesse gifts void 0199f3a2-5c1e-7d40-9b3a-2f6d8e1c4a57 --reason "given twice" --as hr@example.com',
    )
    .action((giftId: string, { as, reason, json }: Options) =>
      withCore(async (core) => {
        const person = await getPersonWithEmail(core, as);
        const asked = orRefuse(core, await core.app.approval.requestVoid({ person, giftId, reason }));
        const { approvalId, gift, expiresAt } = asked;
        const { recipientName: recipient, amountMinor, currency } = gift;
        if (json) return printJson({ approvalId, giftId, recipient, amountMinor, currency, expiresAt });
        const amount = formatMoney(gift, core.words.locale);
        print(`Asked: ${amount} for ${recipient} is taken back once a second person approves it.`);
        print(`It waits until ${core.words.date(expiresAt, gift.timeZone)}, as approval ${approvalId}.`);
      }),
    );
}

function readReason(text: string): string {
  const reason = text.trim();
  if (reason !== '' && reason.length <= 500) return reason;
  throw new InvalidArgumentError('Say why, in 500 characters or less.');
}
