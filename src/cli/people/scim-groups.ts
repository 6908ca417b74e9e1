import type { Command } from 'commander';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { type TableColumn, tableText } from '#src/cli/kit/table.ts';
import type { Core } from '#src/process/open-core.ts';

const COLUMNS: TableColumn[] = [
  { title: 'Group' },
  { title: 'Members', align: 'right' },
  { title: 'Department' },
  { title: 'Id' },
];
const MOST = 10_000;

/** `largesse scim groups`: lists the groups of the company's directory. */
export function addScimGroups(program: Command): void {
  addCommand(program, {
    name: 'scim groups',
    summary: 'list the groups that the directory has brought, and which of them are departments',
    json: 'array',
    examples: ['scim groups'],
    async run(core: Core) {
      const all = { filter: {}, first: 0, limit: MOST };
      const { items } = await core.app.queries.people.listScimGroups(operatorOf(core), all);
      const rows = items.map(({ displayName, members, department, id }) => [
        displayName,
        String(members.length),
        department ?? '',
        id,
      ]);
      return { json: items, text: rows.length === 0 ? 'No group has come.' : tableText(COLUMNS, rows) };
    },
  });
}
