import type { Command } from 'commander';
import type { DirectoryPerson } from '#src/app.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { tableText } from '#src/cli/kit/table.ts';

const COLUMNS = ['Name', 'Email', 'Department', 'Role', 'Manager', 'Region', 'Chat'].map((title) => ({
  title,
}));

/** `largesse people list`: lists everybody. */
export function addPeopleList(program: Command): void {
  commandOf(program, 'people')
    .command('list')
    .description('list everybody with their department, role and chat users')
    .option('--json', 'print one JSON array')
    .addHelpText('after', '\nExample:\n  largesse people list')
    .action(({ json }: { json?: boolean }) =>
      withCore(async (core) => {
        const people = await core.app.queries.people.list(operatorOf(core));
        if (json) return printJson(people);
        if (people.length === 0)
          return print('There is nobody yet. Import people: largesse people import people.csv');
        print(tableText(COLUMNS, people.map(rowOf)));
      }),
    );
}

function rowOf(person: DirectoryPerson): string[] {
  const chat = person.chatIds.map(({ platform, userId }) => `${platform}:${userId}`).join(' ');
  const role = person.isDeactivated ? 'deactivated' : person.role;
  return [
    person.name,
    person.email ?? '',
    person.department,
    role,
    person.managerEmail ?? '',
    person.region,
    chat,
  ];
}
