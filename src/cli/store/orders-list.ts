import { type Command, Option } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { readCount, readUuid } from '#src/cli/kit/read-arguments.ts';
import { tableText } from '#src/cli/kit/table.ts';
import { getPersonCalled } from '#src/cli/people/get-person-called.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { ORDER_STATUSES, type OrderStatus } from '#src/domain/states.ts';

const COLUMNS = [
  { title: 'When (UTC)' },
  { title: 'What' },
  { title: 'For whom' },
  { title: 'Who sees to it' },
  { title: 'Amount', align: 'right' as const },
  { title: 'State' },
  { title: 'Id' },
];

type Options = { of?: string; fulfiller?: string; status?: OrderStatus; before?: string; limit: number };

/** `largesse orders list`: lists what was ordered in the store, newest first. */
export function addOrdersList(program: Command): void {
  addCommand(program, {
    name: 'orders list',
    summary: 'list what was ordered in the store, newest first',
    takes: (command) =>
      command
        .option('--of <person>', 'only this person’s: by address, employee number, id or unique name')
        .option('--fulfiller <person>', 'only what this person sees to')
        .addOption(new Option('--status <status>', 'only in this state').choices(ORDER_STATUSES))
        .option('--before <id>', 'only those before this order: the last one of the page before', readUuid)
        .option('--limit <count>', 'at most so many', readCount, 50),
    json: 'array',
    examples: ['orders list', 'orders list --fulfiller morgan@example.com --status placed'],
    async run(core, { of, fulfiller, status, before, limit }: Options) {
      const buyerId = of === undefined ? undefined : (await getPersonCalled(core, of)).id;
      const fulfillerId = fulfiller === undefined ? undefined : (await getPersonCalled(core, fulfiller)).id;
      const statuses = status === undefined ? undefined : [status];
      const filter = { buyerId, fulfillerId, statuses, before, limit: limit + 1 };
      const found = await core.app.queries.store.listOrders(operatorOf(core), filter);
      const orders = found.slice(0, limit);
      const last = orders.at(-1);
      const rows = orders.map((one) => [
        one.placedAt.toISOString().slice(0, 16).replace('T', ' '),
        one.item,
        one.buyer,
        one.fulfiller ?? '',
        formatMoney(one, core.words.locale),
        one.status,
        one.orderId,
      ]);
      if (!last) return { json: orders, text: 'No orders.' };
      const older = found.length > limit ? `\nOlder ones: --before ${last.orderId}` : '';
      return { json: orders, text: `${tableText(COLUMNS, rows)}${older}` };
    },
  });
}
