import { type Command, Option } from 'commander';
import type { DirectoryPerson } from '#src/app.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { foldText } from '#src/domain/kit/fold.ts';
import type { Role } from '#src/domain/people/roles.ts';
import { readRole } from '#src/cli/kit/read-arguments.ts';
import { columnsText } from '#src/cli/kit/table.ts';

const COLUMNS = ['Name', 'Email', 'Department', 'Role', 'Manager', 'Region', 'Chat', 'Number'] as const;

type Filters = { department?: string; role?: Role; state: State; text?: string; json?: boolean };
type State = 'active' | 'deactivated' | 'all';

/** `largesse people list`: lists everybody, or some. */
export function addPeopleList(program: Command): void {
  commandOf(program, 'people')
    .command('list')
    .description('list people with their department, role and chat users')
    .argument('[text]', 'part of a name, an address or an employee number')
    .option('--department <name>', 'only of this department')
    .option('--role <role>', 'only with this role', readRole)
    .addOption(
      new Option('--state <state>', 'who works here, or who left')
        .choices(['active', 'deactivated', 'all'])
        .default('all'),
    )
    .option('--json', 'print one JSON array')
    .addHelpText('after', '\nExample:\n  largesse people list --department Engineering --role manager')
    .action((text: string | undefined, options: Filters) =>
      withCore(async (core) => {
        const everybody = await core.app.queries.people.list(operatorOf(core));
        const filters = text === undefined ? options : { ...options, text };
        const people = everybody.filter((person) => matches(person, filters));
        if (options.json) return printJson(people);
        if (everybody.length === 0)
          return print('There is nobody yet. Import people: largesse people import people.csv');
        if (people.length === 0) return print('Nobody is like this. largesse people list shows everybody.');
        print(columnsText(COLUMNS, people.map(rowOf)));
      }),
    );
}

function matches(person: DirectoryPerson, { department, role, state, text }: Filters): boolean {
  if (department !== undefined && foldText(person.department) !== foldText(department)) return false;
  if (role !== undefined && person.role !== role) return false;
  if (state !== 'all' && person.isDeactivated !== (state === 'deactivated')) return false;
  if (text === undefined) return true;
  const { name, email, employeeNumber } = person;
  return [name, email ?? '', employeeNumber ?? ''].some((one) => foldText(one).includes(foldText(text)));
}

function rowOf(person: DirectoryPerson): string[] {
  const chat = person.chatIds.map(({ platform, userId }) => `${platform}:${userId}`).join(' ');
  const role = person.isDeactivated ? 'deactivated' : person.role;
  return [
    person.name,
    person.email ?? '',
    person.department,
    role,
    person.managerEmail ?? person.managerName ?? '',
    person.region,
    chat,
    person.employeeNumber ?? '',
  ];
}
