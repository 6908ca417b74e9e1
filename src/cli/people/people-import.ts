import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { headerKey } from '#src/domain/kit/headers.ts';
import { MAPPABLE_FIELDS, type PeopleField } from '#src/domain/people/people-columns.ts';
import { changesRights, type ImportOptions, type PeoplePlan } from '#src/domain/people/plan-people.ts';
import type { Core } from '#src/process/open-core.ts';
import { countsOf, PlanChanged, sightOf } from '#src/usecases/people/import-people.ts';
import { askYesOrNo } from '#src/cli/kit/ask-yes-or-no.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, Refused, WrongUse, withCore, printAside } from '#src/cli/kit/context.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { showProgress } from '#src/cli/kit/progress.ts';
import { plain, tableText } from '#src/cli/kit/table.ts';
import { planJson, planLines } from './file/plan-lines.ts';
import { problemTexts } from './file/problem-texts.ts';
import { type PeopleFile, type Problem, readPeopleFile, saidColumns } from './file/read-people-file.ts';

type Mapped = { header: string; field: PeopleField };

type Options = ImportOptions & {
  as?: string;
  map: Mapped[];
  ignore: string[];
  dryRun?: boolean;
  yes?: boolean;
  json?: boolean;
};

/** `largesse people import`: imports everybody in the file, or nobody if any line is bad. */
export function addPeopleImport(program: Command): void {
  commandOf(program, 'people')
    .command('import')
    .description('add people from a CSV file, or bring them up to date')
    .argument('<file>', 'CSV with a header, such as your HR system or Slack exports')
    .option('--dry-run', 'check the file and say what it would do')
    .option('--yes', 'change rights without being asked')
    .option('--department <name>', 'where new people belong if their row does not say')
    .option('--map <header=field>', `what a column means: ${MAPPABLE_FIELDS.join(', ')}`, readMapped, [])
    .option('--ignore <header>', 'leave a column out', addTo, [])
    .option('--bring-back', 'bring back people who left here and whom the file calls active')
    .option('--deactivate-absent', 'deactivate everybody who is not in the file')
    .addOption(asOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', HELP)
    .action((path: string, options: Options) => withCore((core) => importFile(core, path, options)));
}

const HELP = `
A row changes what the file has columns for, and nothing else. Known people are found by employee number, else by email
address, else by chat id; a new person needs one of them, a name and a department. Managers are named by address,
employee number or full name. Roles are employee, manager, approver, hr, finance and admin; a job title is no role.
Rows marked as inactive deactivate; people who are not in the file stay. What --map and --ignore say is remembered.
Changes of rights are listed, and you are asked. If anything in the file is wrong, nothing is imported.

Example:
  largesse people import people.csv --dry-run`;

function addTo(value: string, before: string[]): string[] {
  return [...before, value];
}

function readMapped(text: string, before: Mapped[]): Mapped[] {
  const at = text.lastIndexOf('=');
  const [header, name] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  const field = MAPPABLE_FIELDS.find((one) => one === name);
  if (at > 0 && headerKey(header) !== '' && field) return [...before, { header, field }];
  throw new InvalidArgumentError(`Write HEADER=FIELD. Fields are ${MAPPABLE_FIELDS.join(', ')}.`);
}

async function importFile(core: Core, path: string, options: Options): Promise<void> {
  const said = saidColumns(
    await core.app.queries.people.listColumns(operatorOf(core), 'people'),
    options.map,
    options.ignore,
  );
  const file = readPeopleFile(await readBytes(path), said);
  const { department, bringBack = false, deactivateAbsent = false } = options;
  const asked = { bringBack, deactivateAbsent, ...(department === undefined ? {} : { department }) };
  const plan = await core.app.people.planImport(core.organization, file.rows, asked);
  const problems = problemTexts(core.words, file, [...file.rowProblems, ...plan.problems]);
  if (problems.length > 0) throw refuse(path, problems, options);
  const isDry = options.dryRun === true;
  if (!options.json) for (const line of planLines(core.words, file, plan, { isDry })) print(plain(line));
  if (isDry) return options.json ? printJson({ imported: false, ...planJson(file, plan) }) : undefined;
  await askForRights(core, plan, options);
  await remember(core, options);
  await bringIn(core, { file, plan, asked }, options);
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

/** Adding people needs no question: changing what people may do does. */
async function askForRights(
  { words }: Core,
  plan: PeoplePlan,
  { yes = false, json = false }: Options,
): Promise<void> {
  if (yes || !plan.changes.some(changesRights)) return;
  if (json || !process.stdin.isTTY) {
    throw new WrongUse('The file changes rights of people. Look at them with --dry-run, then add --yes');
  }
  if (!(await askYesOrNo(words.say('people.import.question')))) throw new Refused('Nothing was imported.');
}

async function remember({ app, organization }: Core, { map, ignore }: Options): Promise<void> {
  const columns = [
    ...ignore.map((header) => ({ headerKey: headerKey(header), field: null })),
    ...map.map(({ header, field }) => ({ headerKey: headerKey(header), field })),
  ];
  const once = new Map(columns.map((column) => [column.headerKey, column]));
  await app.people.rememberColumns(organization, { kind: 'people', columns: [...once.values()] });
}

async function bringIn(
  core: Core,
  { file, plan, asked }: { file: PeopleFile; plan: PeoplePlan; asked: ImportOptions },
  options: Options,
): Promise<void> {
  const doer = await findActor(core, options.as);
  const hideProgress = showProgress(`Importing ${file.rows.length} people`);
  try {
    await core.app.people.import(core.organization, file.rows, { ...asked, ...doer, seen: sightOf(plan) });
  } catch (error) {
    if (!(error instanceof PlanChanged)) throw error;
    throw new Refused('People were changed in the meantime. Nothing was imported: run it again.');
  } finally {
    hideProgress();
  }
  if (options.json) return printJson({ imported: true, ...planJson(file, plan) });
  const { added, updated } = countsOf(plan);
  print(core.words.say('people.import.done', { added, updated }));
}

/** Shows every problem and returns the error that ends the command. */
function refuse(path: string, problems: readonly Problem[], { json }: Options): Refused {
  if (json) printJson({ imported: false, problems });
  else printAside(problemTable(problems));
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
