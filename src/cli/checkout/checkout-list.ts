import { type Command, Option } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { readCount } from '#src/cli/kit/read-arguments.ts';
import { tableText } from '#src/cli/kit/table.ts';
import { getPersonCalled } from '#src/cli/people/get-person-called.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { CHECKOUT_STATUSES, type CheckoutStatus } from '#src/domain/states.ts';
import { getMarketplaceNamed } from './get-marketplace-named.ts';

const COLUMNS = [
  { title: 'When (UTC)' },
  { title: 'Who' },
  { title: 'Where' },
  { title: 'Amount', align: 'right' as const },
  { title: 'State' },
  { title: 'Refunded', align: 'right' as const },
  { title: 'Id' },
];

type Options = { of?: string; marketplace?: string; status?: CheckoutStatus; limit: number };

/** `largesse checkout list`: lists purchases, newest first. */
export function addCheckoutList(program: Command): void {
  addCommand(program, {
    name: 'checkout list',
    summary: 'list purchases, newest first',
    takes: (command) =>
      command
        .option('--of <person>', 'only this person’s: by address, employee number, id or unique name')
        .option('--marketplace <name>', 'only in this marketplace')
        .addOption(new Option('--status <status>', 'only in this state').choices(CHECKOUT_STATUSES))
        .option('--limit <count>', 'at most so many', readCount, 50),
    json: 'array',
    examples: ['checkout list', 'checkout list --of alice@example.com --status authorized'],
    async run(core, { of, marketplace, status, limit }: Options) {
      const personId = of === undefined ? undefined : (await getPersonCalled(core, of)).id;
      const marketplaceId =
        marketplace === undefined ? undefined : (await getMarketplaceNamed(core, marketplace)).id;
      const filter = { personId, marketplaceId, status, limit };
      const checkouts = await core.app.queries.checkout.list(operatorOf(core), filter);
      const rows = checkouts.map((one) => {
        const { currency, refundedMinor } = one;
        return [
          one.madeAt.toISOString().slice(0, 16).replace('T', ' '),
          one.person,
          one.marketplace,
          formatMoney(one, core.words.locale),
          one.status.replaceAll('_', ' '),
          formatMoney({ amountMinor: refundedMinor, currency }, core.words.locale),
          one.checkoutId,
        ];
      });
      return { json: checkouts, text: rows.length > 0 ? tableText(COLUMNS, rows) : 'No purchases.' };
    },
  });
}
