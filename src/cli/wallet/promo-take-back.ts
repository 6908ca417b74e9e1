import type { Command } from 'commander';
import { formatMoney } from '#src/domain/kit/money.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail, readUuid } from '#src/cli/kit/read-arguments.ts';
import { readReason } from '#src/cli/kit/read-reason.ts';

/** `largesse promo take-back`: asks a second person to approve taking back what is left of a grant. */
export function addPromoTakeBack(program: Command): void {
  addCommand(program, {
    name: 'promo take-back',
    summary: 'take back what is left of promotional credit, once a second person approves',
    takes: (command) =>
      command
        .argument('<credit>', 'its id, as `largesse promo list` shows it', readUuid)
        .requiredOption('--reason <text>', 'why: the approver and its owner read it', readReason)
        .requiredOption('--as <email>', 'who asks: finance or an admin', readEmail),
    json: 'object',
    examples: [
      'promo take-back 0199f3a2-5c1e-7d40-9b3a-2f6d8e1c4a57 --reason "granted twice" --as finn@example.com',
    ],
    async run(core, grantId: string, { as, reason }: { as: string; reason: string }) {
      const person = await getPersonWithEmail(core, as);
      const asked = orRefuse(core, await core.app.wallet.requestPromoReturn({ person, grantId, reason }));
      const { approvalId, grant, leftMinor, waitsUntil } = asked;
      const { personName, currency } = grant;
      const left = formatMoney({ amountMinor: leftMinor, currency }, core.words.locale);
      return {
        json: { approvalId, grantId, person: personName, leftMinor, currency, waitsUntil },
        text: [
          `Asked: what is left of ${personName}’s promotional credit, ${left} now, is taken back once a second person approves it.`,
          `It waits until ${core.words.date(waitsUntil, 'UTC')}, as approval ${approvalId}.`,
        ],
      };
    },
  });
}
