import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { tableText } from '#src/cli/kit/table.ts';

const COLUMNS = [{ title: 'Name' }, { title: 'Currency' }, { title: 'Id' }];

/** `largesse marketplace list`: where wallets can be spent. */
export function addMarketplaceList(program: Command): void {
  addCommand(program, {
    name: 'marketplace list',
    summary: 'list where wallets can be spent, and the currency that each takes',
    json: 'array',
    examples: ['marketplace list'],
    async run(core) {
      const marketplaces = await core.app.queries.checkout.listMarketplaces(operatorOf(core));
      const rows = marketplaces.map(({ name, currency, id }) => [name, currency, id]);
      return {
        json: marketplaces,
        text: rows.length > 0 ? tableText(COLUMNS, rows) : 'There is none. Add one: largesse marketplace add',
      };
    },
  });
}
