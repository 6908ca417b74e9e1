import { operatorOf } from '#src/cli/kit/operator.ts';
import type { Core } from '#src/process/open-core.ts';
import type { FileProblem } from '#src/cli/kit/file-problem.ts';
import { type Corrections, createCorrections } from './corrections.ts';
import { UnreadableFile } from './open-gift-file.ts';
import { type Giving, type GoodRow, readGifts } from './read-gifts.ts';
import type { OtherBatch } from '#src/domain/recognition/bulk.ts';
import type { OutsideRecipient } from '#src/app.ts';
import type { Department } from '#src/domain/people/department.ts';

/** What a file would take from a department, and what that may still give; `leftMinor` null: no budget was ever set. */
export type DepartmentPlan = {
  department: Department;
  gifts: number;
  totalMinor: bigint;
  leftMinor: bigint | null;
  isSoft: boolean;
};

/** What a file would give. Totals leave out rows that this batch gave before, but include rows that repeat others. */
export type GiftFilePlan = {
  rows: number;
  toGive: number;
  badRows: number;
  repeated: number;
  before: { rows: number; firstAt: Date | undefined; lastAt: Date | undefined };
  departments: DepartmentPlan[];
  /** Who is to become a guest, each once. */
  guests: OutsideRecipient[];
  /** Lines of rows to give that look like rows this batch gave, with a text or amount that was corrected since. */
  corrected: number[];
  /** How many gifts the batch had when the plan was made. */
  known: number;
  /** Another batch that gave most of these rows too, judging by the first ones. */
  other: OtherBatch | undefined;
};

type Counted = Omit<GiftFilePlan, 'departments' | 'other' | 'corrected' | 'guests'> & {
  /** By the made-up ids of those who are to become guests. */
  guests: Map<string, OutsideRecipient>;
  corrections: Corrections;
  /** The keys of the first rows to give, without their batch. */
  sample: string[];
  totals: Map<string, Omit<DepartmentPlan, 'leftMinor' | 'isSoft'>>;
};

/**
 * Reads a whole file and returns what it would give, without giving anything. `onProblem` hears of each problem as it
 * is found.
 */
export async function planGifts(
  core: Core,
  giving: Giving,
  onProblem: (problem: FileProblem) => void,
): Promise<GiftFilePlan> {
  const before = { rows: 0, firstAt: undefined, lastAt: undefined };
  const known = await findGiven(core, giving);
  const counted: Counted = {
    rows: 0,
    toGive: 0,
    badRows: 0,
    repeated: 0,
    before,
    guests: new Map(),
    sample: [],
    totals: new Map(),
    known: known.length,
    corrections: createCorrections(known),
  };
  const { chunks } = await readGifts(core, giving);
  for await (const { good, bad, count } of chunks) {
    counted.rows += count;
    counted.badRows += bad.length;
    for (const { line, faults } of bad) {
      for (const fault of faults) onProblem({ line: line.line, ...fault });
    }
    await addRows(core, giving, counted, good);
  }
  if (counted.rows === 0) {
    throw new UnreadableFile([{ line: 1, column: '', reason: 'there is nothing below the header' }]);
  }
  const { totals, sample, corrections, guests, ...rest } = counted;
  const corrected = corrections.find().map(({ line }) => line.line);
  const departments = await withBudgets(core, [...totals.values()]);
  const other = await findOther(core, giving, sample);
  return { ...rest, guests: [...guests.values()], corrected, departments, other };
}

/** Whether the batch has given since the plan was made: then it has to be made again. */
export async function isOutdated(core: Core, giving: Giving, { known }: GiftFilePlan): Promise<boolean> {
  return (await findGiven(core, giving)).length !== known;
}

function findGiven(core: Core, { giver, batch }: Giving) {
  return core.app.queries.recognition.findBulkGiven(operatorOf(core, giver.email ?? undefined), batch);
}

async function addRows(
  core: Core,
  { giver, batch }: Giving,
  counted: Counted,
  rows: readonly GoodRow[],
): Promise<void> {
  const isSampled = counted.sample.length > 0;
  const progress = await core.app.queries.recognition.findBulkProgress(
    operatorOf(core, giver.email ?? undefined),
    rows.map(({ key }) => key),
  );
  for (const row of rows) {
    counted.corrections.see(row);
    const last = progress.get(row.key);
    if (last && last.status !== 'refused' && last.status !== 'queued') {
      counted.before = withOne(counted.before, last.createdAt);
    } else {
      addToGive(counted, row);
      counted.corrections.consider(row);
      if (!isSampled) counted.sample.push(row.key.slice(batch.length));
    }
  }
}

function addToGive(counted: Counted, { gift, copy }: GoodRow): void {
  const { department, amountMinor, guest: email } = gift;
  if (email && !counted.guests.has(gift.recipientId)) {
    counted.guests.set(gift.recipientId, { email, departmentId: department.id });
  }
  const total = counted.totals.get(department.id) ?? { department, gifts: 0, totalMinor: 0n };
  total.gifts += 1;
  total.totalMinor += amountMinor;
  counted.totals.set(department.id, total);
  counted.toGive += 1;
  if (copy > 1) counted.repeated += 1;
}

async function findOther(
  core: Core,
  { giver, batch }: Giving,
  sample: readonly string[],
): Promise<OtherBatch | undefined> {
  const other = await core.app.queries.recognition.findOtherBatch(
    operatorOf(core, giver.email ?? undefined),
    {
      giver,
      batch,
      keysIn: (name) => sample.map((rest) => `${name}${rest}`),
    },
  );
  return other && other.rows * 2 >= sample.length ? other : undefined;
}

function withOne({ rows, firstAt, lastAt }: GiftFilePlan['before'], at: Date): GiftFilePlan['before'] {
  return {
    rows: rows + 1,
    firstAt: firstAt && firstAt < at ? firstAt : at,
    lastAt: lastAt && lastAt > at ? lastAt : at,
  };
}

async function withBudgets(
  core: Core,
  totals: readonly Omit<DepartmentPlan, 'leftMinor' | 'isSoft'>[],
): Promise<DepartmentPlan[]> {
  const plans = totals.map(async (total) => {
    const state = await core.app.queries.budget.get(operatorOf(core), total.department.id);
    if (!state.ok) return { ...total, leftMinor: null, isSoft: false };
    const { leftMinor, topUpMinor, isSoft } = state.value;
    return { ...total, leftMinor: leftMinor + topUpMinor, isSoft };
  });
  return (await Promise.all(plans)).toSorted((a, b) => a.department.name.localeCompare(b.department.name));
}
