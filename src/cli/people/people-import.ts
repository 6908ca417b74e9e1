import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { peopleProblemTexts } from '#src/chat/cards/people-problem-texts.ts';
import type { HeaderMap } from '#src/domain/kit/headers.ts';
import { MAPPABLE_FIELDS, PEOPLE_FIELDS, type PeopleField } from '#src/domain/people/people-columns.ts';
import { changesRights, type ImportOptions, type PeoplePlan } from '#src/domain/people/plan-people.ts';
import { brokenPeopleFile, type PeopleFile, readPeopleFile } from '#src/domain/people/read-people-file.ts';
import { readCsv } from '#src/kit/read-csv.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Core } from '#src/process/open-core.ts';
import { countsOf, PlanChanged, sightOf } from '#src/usecases/people/import-people.ts';
import { askYesOrNo } from '#src/cli/kit/ask-yes-or-no.ts';
import { checkColumns } from '#src/cli/kit/check-columns.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, Refused, UsageError, withCore, printAside } from '#src/cli/kit/context.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { showProgress } from '#src/cli/kit/progress.ts';
import {
  findColumnMeanings,
  ignoreOption,
  mapOption,
  rememberColumnMeanings,
  type SaidColumns,
} from '#src/cli/kit/said-columns.ts';
import { plain, tableText } from '#src/cli/kit/table.ts';
import { peoplePlanJson, peoplePlanLines } from './file/plan-text.ts';
import type { FileProblem } from '#src/cli/kit/file-problem.ts';

type Options = ImportOptions &
  SaidColumns<PeopleField> & {
    as?: string;
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
    .addOption(mapOption(MAPPABLE_FIELDS))
    .addOption(ignoreOption())
    .option('--bring-back', 'bring back people who left here and whom the file calls active')
    .option('--deactivate-absent', 'deactivate everybody who is not in the file')
    .addOption(asOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', HELP)
    .action((path: string, options: Options) => {
      checkColumns(options);
      return withCore((core) => importFile(core, path, options));
    });
}

const HELP = `
A row changes what the file has columns for, and nothing else. Known people are found by employee number, else by email
address, else by chat id; a new person needs one of them, a name and a department. Managers are named by address,
employee number or full name. Roles are employee, manager, approver, hr, finance and admin; a job title is no role.
Rows marked as inactive deactivate; people who are not in the file stay. What --map and --ignore say is remembered.
Changes of rights are listed, and you are asked. If anything in the file is wrong, nothing is imported.

Example:
  largesse people import people.csv --dry-run`;

async function importFile(core: Core, path: string, options: Options): Promise<void> {
  const said = await findColumnMeanings(core, { kind: 'people', fields: PEOPLE_FIELDS }, options);
  const file = peopleFileOf(await readBytes(path), said);
  const { department, bringBack = false, deactivateAbsent = false } = options;
  const asked = { bringBack, deactivateAbsent, ...(department === undefined ? {} : { department }) };
  const plan = await core.app.people.planImport(core.organization, file.rows, asked);
  const found = [...file.rowProblems, ...plan.problems];
  const problems = peopleProblemTexts(core.words, file, {
    found,
    noDepartment: 'people.problem.no-department',
  });
  if (problems.length > 0) throw refuse(path, problems, options);
  const isDry = options.dryRun === true;
  if (!options.json)
    for (const line of peoplePlanLines(core.words, file, plan, { isDry })) print(plain(line));
  if (isDry) return options.json ? printJson({ imported: false, ...peoplePlanJson(file, plan) }) : undefined;
  await askForRights(core, plan, options);
  await rememberColumnMeanings(core, 'people', options);
  await bringIn(core, { file, plan, asked }, options);
}

/** A shell may bring in more people than a page. */
const MOST_ROWS = 1_000_000;

function peopleFileOf(bytes: Uint8Array, said: HeaderMap<PeopleField>): PeopleFile {
  const csv = readCsv(bytes, MOST_ROWS);
  return csv.ok ? readPeopleFile(csv.rows, said) : brokenPeopleFile(csv.why, csv.line);
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
    throw new UsageError('The file changes rights of people. Look at them with --dry-run, then add --yes');
  }
  if (!(await askYesOrNo(words.say('people.import.question')))) throw new Refused('Nothing was imported.');
}

async function bringIn(
  core: Core,
  { file, plan, asked }: { file: PeopleFile; plan: PeoplePlan; asked: ImportOptions },
  options: Options,
): Promise<void> {
  const doer = await findActor(core, options.as);
  let waiting: readonly Refusal[] = [];
  const hideProgress = showProgress(`Importing ${file.rows.length} people`);
  try {
    const seen = sightOf(plan);
    ({ waiting } = await core.app.people.import(core.organization, file.rows, { ...asked, ...doer, seen }));
  } catch (error) {
    if (!(error instanceof PlanChanged)) throw error;
    throw new Refused('People were changed in the meantime. Nothing was imported: run it again.');
  } finally {
    hideProgress();
  }
  if (options.json) return printJson({ imported: true, ...peoplePlanJson(file, plan) });
  const { added, updated } = countsOf(plan);
  print(core.words.say('people.import.done', { added, updated }));
  for (const refusal of waiting) print(refusalText(core.words, refusal));
}

/** Shows every problem and returns the error that ends the command. */
function refuse(path: string, problems: readonly FileProblem[], { json }: Options): Refused {
  if (json) printJson({ imported: false, problems });
  else printAside(problemTable(problems));
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  return new Refused(`${plain(path)} has ${count}. Nothing was imported.`);
}

function problemTable(problems: readonly FileProblem[]): string {
  const columns = [{ title: 'Line', align: 'right' as const }, { title: 'Column' }, { title: 'Problem' }];
  return tableText(
    columns,
    problems.map(({ line, column, reason }) => [String(line), column, reason]),
  );
}
