import { type Command, Option } from 'commander';
import { formatMoney } from '#src/domain/kit/money.ts';
import { CLOSING_WAYS, type ClosingWay } from '#src/domain/wallet/closing.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import { readReason } from '#src/cli/kit/read-reason.ts';
import { getPersonCalled } from '#src/cli/people/get-person-called.ts';

const DONE: Record<ClosingWay, string> = {
  return: 'return to the department’s top-ups',
  'pay-out': 'are paid out; `largesse wallet payouts` lists them for the payroll',
  honour: 'stay to be spent',
};

type Options = { way?: ClosingWay; reason: string; as: string };

/** `largesse wallet close`: asks a second person to approve closing somebody's wallet. */
export function addWalletClose(program: Command): void {
  addCommand(program, {
    name: 'wallet close',
    summary: 'close a wallet, once a second person approves: its gift funds return, are paid out, or stay',
    takes: (command) =>
      command
        .argument('<person>', 'by address, employee number, id or unique name')
        .addOption(
          new Option(
            '--way <way>',
            'what becomes of the funds; default: as `largesse guard show` says',
          ).choices(CLOSING_WAYS),
        )
        .requiredOption('--reason <text>', 'why: the approver and its owner read it', readReason)
        .requiredOption('--as <email>', 'who asks: HR, finance or an admin', readEmail),
    json: 'object',
    examples: ['wallet close bob@example.com --way pay-out --reason "has left" --as hr@example.com'],
    async run(core, who: string, { way: said, reason, as }: Options) {
      const { id: ownerId, name } = await getPersonCalled(core, who);
      const person = await getPersonWithEmail(core, as);
      const asked = { person, ownerId, way: said, reason };
      const { way, closings } = orRefuse(core, await core.app.wallet.requestClosing(asked));
      return {
        json: { person: name, way, closings },
        text: closings.map((one) => {
          const amount = formatMoney(one, core.words.locale);
          const until = core.words.date(one.waitsUntil, 'UTC');
          return `Asked: ${amount} of ${name} ${DONE[way]} once a second person approves it, until ${until}: approval ${one.approvalId}.`;
        }),
      };
    },
  });
}
