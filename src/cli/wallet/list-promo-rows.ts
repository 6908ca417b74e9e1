import { CsvError, parse } from 'csv-parse/sync';
import type { DirectoryPerson } from '#src/app.ts';
import type { Department } from '#src/domain/people/department.ts';
import { columnsOf, readHeader } from '#src/domain/kit/headers.ts';
import { Refused, UsageError } from '#src/cli/kit/context.ts';
import { csvFormOf } from '#src/domain/kit/csv-form.ts';
import { getDepartmentNamed } from '#src/cli/kit/get-department-named.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { readMinorAboveZero } from '#src/cli/kit/read-money.ts';
import { personCalled } from '#src/cli/people/get-person-called.ts';
import type { Core } from '#src/process/open-core.ts';

/** Who gets how much: the same for some people or for everybody in a department, or what a CSV text says. */
export type PromoTargets =
  | { amount: string; people: readonly string[] }
  | { amount: string; department: string }
  | { text: string };

export type PromoRow = { personId: string; amountMinor: bigint };

const ALIASES = {
  recipient: ['recipient', 'person', 'email', 'employee', 'name'],
  amount: ['amount', 'value', 'credit'],
} as const;

/** The people and what each gets, in minor units of the paying department's currency. Throws `Refused` with every line that is wrong. */
export async function listPromoRows(
  core: Core,
  paying: Department,
  targets: PromoTargets,
): Promise<PromoRow[]> {
  const directory = await core.app.queries.people.list(operatorOf(core));
  if ('text' in targets) return rowsOfFile(core, paying, { text: targets.text, directory });
  const amountMinor = readMinorAboveZero(core, paying, targets.amount);
  const people =
    'people' in targets
      ? targets.people.map((who) => personCalled(core, directory, who))
      : await membersOf(core, targets.department, directory);
  return people.map(({ id: personId }) => ({ personId, amountMinor }));
}

async function membersOf(
  core: Core,
  name: string,
  directory: readonly DirectoryPerson[],
): Promise<DirectoryPerson[]> {
  const department = await getDepartmentNamed(core, name);
  const members = directory.filter((one) => {
    return one.department === department.name && !one.isGuest && !one.isDeactivated;
  });
  if (members.length === 0) throw new Refused(`Nobody active is in ${department.name}.`);
  return members;
}

function rowsOfFile(
  core: Core,
  paying: Department,
  { text, directory }: { text: string; directory: readonly DirectoryPerson[] },
): PromoRow[] {
  const { header, rows, firstLine } = recordsOf(text);
  const read = readHeader(header, ALIASES, new Map());
  const [who, amount] = [columnsOf(read, 'recipient')[0], columnsOf(read, 'amount')[0]];
  if (!who || !amount) throw new UsageError('The file needs the columns recipient and amount');
  const problems: string[] = [];
  const found = rows.flatMap((row, index): PromoRow[] => {
    try {
      const { id: personId } = personCalled(core, directory, row[who.at] ?? '');
      return [{ personId, amountMinor: readMinorAboveZero(core, paying, row[amount.at] ?? '') }];
    } catch (problem) {
      if (!(problem instanceof Refused) && !(problem instanceof UsageError)) throw problem;
      problems.push(`Line ${firstLine + index}: ${problem.message}`);
      return [];
    }
  });
  if (problems.length > 0) throw new Refused([...problems, 'Nothing was granted.'].join('\n'));
  if (found.length === 0) throw new Refused('The file has no rows.');
  return found;
}

function recordsOf(text: string): { header: string[]; rows: string[][]; firstLine: number } {
  const { delimiter, skippedLines } = csvFormOf(text.slice(0, 10_000));
  try {
    const records = parse(text, {
      bom: true,
      delimiter,
      from_line: skippedLines + 1,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as string[][];
    const [header = [], ...rows] = records;
    return { header, rows, firstLine: skippedLines + 2 };
  } catch (fault) {
    if (fault instanceof CsvError) throw new Refused(`The file is not CSV: ${fault.message}`);
    throw fault;
  }
}
