import type { Command } from 'commander';
import { csvText } from '#src/domain/kit/csv-text.ts';
import { catalogueRows } from '#src/domain/store/catalogue-file.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';

/** `largesse catalogue export`: writes the catalogue as a CSV that can be changed and imported. */
export function addCatalogueExport(program: Command): void {
  addCommand(program, {
    name: 'catalogue export',
    summary: 'export the catalogue as CSV, to change it and import it again',
    takes: (command) => command.option('--all', 'what is retired, too'),
    json: 'array',
    examples: ['catalogue export > catalogue.csv'],
    async run(core, { all }: { all?: true }) {
      const listed = await core.app.queries.store.listCatalogue(operatorOf(core));
      const items = listed.filter(({ isRetired }) => all || !isRetired);
      return { json: items, text: csvText(catalogueRows(items)) };
    },
  });
}
