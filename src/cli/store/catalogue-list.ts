import type { Command } from 'commander';
import { formatMoney } from '#src/domain/kit/money.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { tableText } from '#src/cli/kit/table.ts';

const COLUMNS = ['Name', 'Kind', 'Price', 'In stock', 'A person', 'Who does it', 'For', 'Id'].map(
  (title) => ({
    title,
  }),
);

/** `largesse catalogue list`: lists what the store offers. */
export function addCatalogueList(program: Command): void {
  addCommand(program, {
    name: 'catalogue list',
    summary: 'list what the store offers: kind, price, how many, for whom',
    takes: (command) => command.option('--all', 'what is retired, too'),
    json: 'array',
    examples: ['catalogue list', 'catalogue list --all --json'],
    async run(core, { all }: { all?: true }) {
      const listed = await core.app.queries.store.listCatalogue(operatorOf(core));
      const items = listed.filter(({ isRetired }) => all || !isRetired);
      const { locale } = core.words;
      const rows = items.map((item) => [
        item.isRetired ? `${item.name} (retired)` : item.name,
        item.kind,
        item.provider
          ? [item.provider.minMinor, item.provider.maxMinor]
              .map((amountMinor) =>
                formatMoney({ amountMinor, currency: item.provider?.currency ?? '' }, locale),
              )
              .join(' to ')
          : Object.entries(item.prices)
              .map(([currency, amountMinor]) => formatMoney({ amountMinor, currency }, locale))
              .join(', '),
        item.inStock?.toString() ?? '',
        item.limitPerPerson?.toString() ?? '',
        item.fulfiller?.name ?? item.product?.name ?? item.provider?.name ?? '',
        [...item.departmentNames, ...item.roles, ...item.regions].join(', ') || 'everybody',
        item.id,
      ]);
      return {
        json: items,
        text: rows.length === 0 ? 'The store offers nothing.' : tableText(COLUMNS, rows),
      };
    },
  });
}
