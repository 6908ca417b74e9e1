import { access, constants } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { may } from '#src/domain/people/access.ts';
import type { Core } from '#src/process/open-core.ts';
import { askYesOrNo } from '#src/cli/kit/ask-yes-or-no.ts';
import { checkColumns } from '#src/cli/kit/check-columns.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, Refused, UsageError, withCore, printAside } from '#src/cli/kit/context.ts';
import { countText } from '#src/cli/kit/count-text.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import type { DecimalMark } from '#src/domain/kit/amount/read-number.ts';
import { GIFT_COLUMNS } from './file/columns.ts';
import type { FileProblem } from '#src/cli/kit/file-problem.ts';
import {
  findColumnMeanings,
  ignoreOption,
  mapOption,
  rememberColumnMeanings,
  type SaidColumns,
} from '#src/cli/kit/said-columns.ts';
import { GIFT_FIELDS, type GiftField } from '#src/domain/recognition/gift-columns.ts';
import { askForMark, type Problems, refuseUnclear, surveyOrNot, unusedLines } from './file/settle-form.ts';
import { type Given, giveGifts } from './file/give-gifts.ts';
import { UnreadableFile } from './file/open-gift-file.ts';
import { type GiftFilePlan, isOutdated, planGifts } from './file/plan-gifts.ts';
import {
  correctedLines,
  isClear,
  looksForgotten,
  looksTwice,
  giftPlanJson,
  giftPlanLines,
} from './file/plan-text.ts';
import type { Giving } from './file/read-gifts.ts';
import { showProgress } from '#src/cli/kit/progress.ts';
import { showProgressBar } from '#src/cli/kit/progress-bar.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import { plain } from '#src/cli/kit/table.ts';
import type { Person } from '#src/domain/people/person.ts';

/** The fields that a column may be said to mean. */
const MAPPABLE = GIFT_FIELDS.filter((field) => field !== 'copy');

type Options = SaidColumns<GiftField> & {
  as: string;
  batch: string;
  decimal?: DecimalMark;
  corrected?: 'skip' | 'give';
  guests?: boolean;
  dryRun?: boolean;
  yes?: boolean;
  json?: boolean;
};

/** `largesse gifts bulk`: gives every row of a file, each once. */
export function addGiftsBulk(program: Command): void {
  commandOf(program, 'gifts')
    .command('bulk')
    .description('give many gifts from a CSV file, each row once')
    .argument('<file>', `CSV with a header: ${GIFT_COLUMNS.join(', ')}`)
    .requiredOption(
      '--as <email>',
      'the giver; hr, finance and admin may give from any department',
      readEmail,
    )
    .option('--batch <name>', 'a name for this run, to give the same rows again on purpose', readBatch, '')
    .option('--decimal <mark>', 'comma or dot: what is before the cents in this file', readDecimal)
    .addOption(mapOption(MAPPABLE))
    .addOption(ignoreOption())
    .addOption(
      new Option('--corrected <what>', 'rows that look like corrected ones that were given').choices([
        'skip',
        'give',
      ]),
    )
    .option('--guests', 'addresses that nobody here has are those of people outside the organization')
    .option('--dry-run', 'check the file and say what it would give')
    .option('--yes', 'give without being asked')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
The columns recipient (an email address) and amount are required; the order does not matter. Columns that are not known
are named and left out, unless they seem to hold dates or amounts; what --map and --ignore say is remembered. Without a
department, the giver's own pays. Run it again after an interruption, or with a corrected file: a row that was given is
not given again. A column id tells rows apart for good; without it you are asked about rows that look corrected. Rows that cannot be given go to a file beside it, gifts.rejected.csv for gifts.csv,
which you can correct and run in turn.

Example:
  largesse gifts bulk gifts.csv --as hr@example.com --dry-run`,
    )
    .action(async (path: string, options: Options) => {
      checkColumns(options);
      if (!options.dryRun && !options.yes && (options.json || !process.stdin.isTTY)) {
        throw new UsageError(
          'Add --yes to give without being asked, or --dry-run to see what would be given',
        );
      }
      await checkReadable(path);
      await withCore((core) => giveFile(core, path, options));
    });
}

function readBatch(text: string): string {
  const name = text.trim().normalize('NFC').toLowerCase();
  if (/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,59}$/u.test(name)) return name;
  throw new InvalidArgumentError('Write up to 60 letters, digits, dots and dashes, such as 2026-12.');
}

function readDecimal(text: string): DecimalMark {
  if (text === 'comma' || text === ',') return ',';
  if (text === 'dot' || text === '.') return '.';
  throw new InvalidArgumentError('Write comma or dot.');
}

async function checkReadable(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Refused(code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read: ${code}.`);
  }
}

/** Rows are short-lived but come in thousands: by default V8 would let its heap grow to four times the live size. */
const FRUGAL_HEAP = '--heap-growing-percent=100';

async function giveFile(core: Core, path: string, options: Options): Promise<void> {
  setFlagsFromString(FRUGAL_HEAP);
  const giver = await getGiver(core, options.as);
  const problems = createProblems(options);
  const said = await findColumnMeanings(core, { kind: 'gifts', fields: GIFT_FIELDS }, options);
  const survey = await surveyOrNot(path, { said, decimal: options.decimal });
  for (const problem of survey.problems) problems.add(problem);
  const decimal = survey.decimal ?? (await askForMark(core, survey, options));
  const takesGuests = options.guests ?? false;
  const giving: Giving = { path, giver, batch: options.batch, form: { said, decimal }, takesGuests };
  const plan = await planOrRefuse(core, giving, problems, options);
  refuseUnclear(core, { survey, decimal, problems, plan }, options);
  const lines = [
    ...unusedLines(core, survey),
    ...giftPlanLines(core.words, plan, core.organization.timeZone),
  ];
  if (options.dryRun) return showDryRun({ plan, problems, lines }, options);
  if (!options.json) for (const line of lines) print(line);
  if (plan.toGive === 0) return nothingToGive(core, plan, problems, options);
  if (options.yes && looksTwice(plan, core.clock.now())) {
    throw new Refused('The same was given today under another batch. If you mean it, run it without --yes.');
  }
  const chosen = await chooseLeftOut(core, plan, options);
  const toGive = plan.toGive - chosen.size;
  if (!options.yes && !(await askYesOrNo(`Give ${countText(toGive, 'gift')}?`)))
    throw new Refused('Nothing was given.');
  await rememberColumnMeanings(core, 'gifts', options);
  await core.app.recognition.takeTurns(giver, options.batch, async () => {
    const leftOut = (await isOutdated(core, giving, plan))
      ? await chooseAgain(core, giving, options)
      : chosen;
    await core.app.recognition.startBulk(giver, { batch: options.batch, rows: plan.toGive - leftOut.size });
    await core.app.recognition.inviteRecipients(giver, plan.guests);
    const bar = showProgressBar('Giving', plan.rows);
    const given = await giveGifts(
      core,
      { ...giving, takesGuests: false },
      { leftOut, onRows: bar.advance },
    ).finally(bar.hide);
    showGiven(given, options);
  });
}

/** Somebody else gave from this batch since the file was planned. */
async function chooseAgain(core: Core, giving: Giving, options: Options): Promise<ReadonlySet<number>> {
  const plan = await planOrRefuse(core, giving, SILENT, options);
  if (!options.json) for (const line of correctedLines(core.words, plan)) print(line);
  return chooseLeftOut(core, plan, options);
}

/** A plan that is made again finds the same problems. */
const SILENT: Problems = { add: () => undefined, first: () => [] };

/** The lines of rows that look corrected and are not to be given again. */
async function chooseLeftOut(
  { words }: Core,
  { corrected }: GiftFilePlan,
  { corrected: choice, yes = false }: Options,
): Promise<ReadonlySet<number>> {
  if (corrected.length === 0 || choice === 'give') return new Set();
  if (choice === 'skip') return new Set(corrected);
  const count = corrected.length;
  if (yes) throw new Refused(words.say('gifts.file.correctedUnasked'));
  if (await askYesOrNo(words.say('gifts.file.correctedQuestion', { count }))) return new Set(corrected);
  throw new Refused(words.say('gifts.file.correctedUnasked'));
}

async function getGiver(core: Core, email: string): Promise<Person> {
  const giver = await getPersonWithEmail(core, email);
  if (giver.isDeactivated) throw new Refused(`${giver.name} is no longer active and cannot give.`);
  if (may(giver.role, 'give') || may(giver.role, 'give-in-bulk')) return giver;
  throw new Refused(refusalText(core.words, { kind: 'not-allowed', role: giver.role }));
}

const MAX_PROBLEMS = 10_000;

/** Problems are shown as they are found, or collected for the JSON, which keeps the first ten thousand. */
function createProblems({ json }: Options): Problems {
  const kept: FileProblem[] = [];
  return {
    add(problem) {
      if (!json) printAside(problemLine(problem));
      else if (kept.length < MAX_PROBLEMS) kept.push(problem);
    },
    first: () => kept,
  };
}

function problemLine({ line, column, reason }: FileProblem): string {
  return plain(column === '' ? `line ${line}: ${reason}` : `line ${line}, ${column}: ${reason}`);
}

async function planOrRefuse(
  core: Core,
  giving: Giving,
  problems: Problems,
  options: Options,
): Promise<GiftFilePlan> {
  const hideProgress = showProgress(`Checking ${giving.path}`);
  try {
    return await planGifts(core, giving, problems.add);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    hideProgress();
    for (const problem of error.problems) problems.add(problem);
    if (options.json) printJson({ dryRun: options.dryRun === true, problems: problems.first() });
    throw new Refused(`${plain(giving.path)} cannot be read as gifts. Nothing was given.`);
  } finally {
    hideProgress();
  }
}

function showDryRun(
  { plan, problems, lines }: { plan: GiftFilePlan; problems: Problems; lines: readonly string[] },
  { json }: Options,
): void {
  if (json) printJson({ dryRun: true, ...giftPlanJson(plan), problems: problems.first() });
  else for (const line of lines) print(line);
  if (!isClear(plan)) process.exitCode = 1;
}

function nothingToGive({ clock }: Core, plan: GiftFilePlan, problems: Problems, { json }: Options): void {
  if (json) printJson({ dryRun: false, ...giftPlanJson(plan), given: 0, problems: problems.first() });
  if (plan.badRows > 0)
    throw new Refused('There is nothing to give. Correct the rows above and run it again.');
  if (looksForgotten(plan, clock.now())) {
    throw new Refused('All of it was given before. To give it again, name this run: --batch NAME');
  }
  if (!json) print('There is nothing left to give.');
}

function showGiven({ rejectedPath, ...counts }: Given, { json }: Options): void {
  const { given, waiting, before, rejected } = counts;
  if (json) {
    const { before: givenBefore, ...rest } = counts;
    printJson({ dryRun: false, ...rest, givenBefore, rejectedFile: rejectedPath ?? null });
  } else {
    print(
      `Given: ${given}, waiting for an approval: ${waiting}, given before: ${before}, rejected: ${rejected}`,
    );
  }
  if (!rejectedPath) return;
  const rows = rejected === 1 ? 'One row was' : `${rejected} rows were`;
  throw new Refused(`${rows} not given: see ${plain(rejectedPath)}, correct them there and run that file.`);
}
