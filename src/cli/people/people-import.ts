import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { isRole } from '#src/domain/people/roles.ts';
import type { Core } from '#src/process/open-core.ts';
import type { ImportedPeople, PersonRow } from '#src/usecases/people/import-people.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, Refused, withCore } from '#src/cli/kit/context.ts';
import { chatIdsOf } from './file/chat-columns.ts';
import { checkPeople } from './file/check-people.ts';
import { createKnownPeople, type KnownPeople } from './file/known-people.ts';
import { COLUMNS, type PeopleLine, type Problem, readPeopleFile } from './file/read-people-file.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { showProgress } from '#src/cli/kit/progress.ts';
import { plain, tableText } from '#src/cli/kit/table.ts';

type Options = { dryRun?: boolean; json?: boolean };

/** `largesse people import`: imports everybody in the file, or nobody if any line is bad. */
export function addPeopleImport(program: Command): void {
  commandOf(program, 'people')
    .command('import')
    .description('import people from a CSV file, or update them by email address')
    .argument('<file>', `CSV with a header: ${COLUMNS.join(', ')}`)
    .option('--dry-run', 'check the file and say what it would do')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
The columns email, name and department are required; the order does not matter. Roles are employee (the default),
manager, approver, hr, finance and admin. New departments are created. If any line is bad, nothing is imported.

Example:
  largesse people import people.csv --dry-run`,
    )
    .action(async (path: string, options: Options) => {
      const { lines, problems } = readPeopleFile(await readBytes(path));
      if (problems.length > 0) throw refuse(path, problems, options);
      await withCore((core) => bringIn(core, { path, lines }, options));
    });
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Refused(
      reason === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read: ${reason}.`,
    );
  }
}

async function bringIn(
  core: Core,
  { path, lines }: { path: string; lines: PeopleLine[] },
  options: Options,
): Promise<void> {
  const known = createKnownPeople(await core.app.queries.people.list(operatorOf(core)));
  const problems = checkPeople(lines, known);
  if (problems.length > 0) throw refuse(path, problems, options);
  const isDry = options.dryRun === true;
  const hideProgress = showProgress(`Importing ${lines.length} people`);
  const work = isDry
    ? foresee(core, lines, known)
    : core.app.people.import(core.organization, lines.map(rowOf));
  const counts = await work.finally(hideProgress);
  if (options.json) return printJson({ imported: !isDry, ...counts });
  print(`${isDry ? 'Would be added' : 'Added'}: ${counts.added}, brought up to date: ${counts.updated}`);
  if (counts.departmentsAdded.length > 0) print(`New departments: ${counts.departmentsAdded.join(', ')}`);
}

/** Shows every problem and returns the error that ends the command. */
function refuse(path: string, problems: readonly Problem[], { json }: Options): Refused {
  if (json) printJson({ imported: false, problems });
  else process.stderr.write(`${problemTable(problems)}\n`);
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  return new Refused(`${plain(path)} has ${count}. Nothing was imported.`);
}

function problemTable(problems: readonly Problem[]): string {
  const columns = [{ title: 'Line', align: 'right' as const }, { title: 'Column' }, { title: 'Problem' }];
  return tableText(
    columns,
    problems.map(({ line, column, reason }) => [String(line), column, reason]),
  );
}

function rowOf(line: PeopleLine): PersonRow {
  const { email, name, department, manager_email: managerEmail, role, region } = line.fields;
  const given = role.toLowerCase();
  return {
    email,
    name,
    department,
    managerEmail: managerEmail || undefined,
    role: isRole(given) ? given : 'employee',
    region,
    chatIds: chatIdsOf(line),
  };
}

/** The result that the import would have. */
async function foresee(
  core: Core,
  lines: readonly PeopleLine[],
  known: KnownPeople,
): Promise<ImportedPeople> {
  const updated = lines.filter((line) => known.ofLine(line)).length;
  const departments = await core.app.queries.people.listDepartments(operatorOf(core));
  const there = new Set(departments.map(({ name }) => name.toLowerCase()));
  const named = new Map(lines.map(({ fields }) => [fields.department.toLowerCase(), fields.department]));
  const departmentsAdded = [...named].filter(([key]) => !there.has(key)).map(([, name]) => name);
  return { added: lines.length - updated, updated, departmentsAdded };
}
