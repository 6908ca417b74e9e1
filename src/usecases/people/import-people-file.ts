import { listRooms } from '#src/db/people/department.ts';
import { type FileColumn, listFileColumns, saveFileColumns } from '#src/db/people/file-column.ts';
import { listKnownPeople } from '#src/db/people/known-people.ts';
import { lockPeople, type Organization } from '#src/db/people/organization.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { headerKey } from '#src/domain/kit/headers.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import type { PersonActor } from '#src/domain/people/access.ts';
import { isMassLeaving } from '#src/domain/people/mass-leaving.ts';
import { type PeopleField, readMeanings } from '#src/domain/people/people-columns.ts';
import { type ImportOptions, type PeoplePlan, planPeople } from '#src/domain/people/plan-people.ts';
import { brokenPeopleFile, type PeopleFile, readPeopleFile } from '#src/domain/people/read-people-file.ts';
import { readCsv } from '#src/kit/read-csv.ts';
import { textDigest } from '#src/kit/text-digest.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { sightOf } from './import-people.ts';
import { askerAmong } from './steps/asker-among.ts';
import { countsOfPlan, keepImport } from './steps/keep-import.ts';
import { savePlan } from './steps/save-plan.ts';

/** What the asker says a column means; null: it is left out. */
export type SaidColumn = { header: string; field: PeopleField | null };

/** A file, who brings it, and what they say of it. New people without a department are put in one that there is. */
export type PeopleFileRequest = {
  by: PersonActor;
  bytes: Uint8Array;
  columns: readonly SaidColumn[];
  options: ImportOptions;
};

/** What a file says and would do. `sight`: equal for plans that do the same. */
export type PlannedFile = {
  file: PeopleFile;
  plan: PeoplePlan;
  sight: string;
  /** How many leave by it, of how many who work here, and whether that has to be said twice. */
  leaving: number;
  active: number;
  isMass: boolean;
};

type FileDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/** What a file of people would do, with everything that is in its way, the asker's rights included. Does nothing. */
export async function planPeopleFile(
  deps: Pick<FileDeps, 'db' | 'newId'>,
  organization: Pick<Organization, 'id'>,
  request: PeopleFileRequest,
): Promise<Outcome<PlannedFile>> {
  const read = await planFile(deps, deps.db, organization.id, request);
  return read.ok ? done(read.value.planned) : read;
}

/**
 * Does what a file says, all of it or nothing, and remembers what its columns mean. `seen`: the plan that the asker looked at. If it
 * would do anything else now, or something is in its way, nothing is done. Refused when so many would leave that the asker has to say
 * it a second time.
 */
export async function importPeopleFile(
  deps: FileDeps,
  organization: Organization,
  { seen, isMassMeant, ...request }: PeopleFileRequest & { seen: string; isMassMeant: boolean },
): Promise<Outcome<PlannedFile & { isDone: boolean; waiting: Refusal[] }>> {
  return transact(deps, async (tx) => {
    await lockPeople(tx, organization.id);
    const read = await planFile(deps, tx, organization.id, request);
    if (!read.ok) return read;
    const { planned, actorId, meanings } = read.value;
    const { file, plan, leaving, active } = planned;
    const isBad = file.problems.length + file.rowProblems.length + plan.problems.length > 0;
    if (isBad || planned.sight !== seen) return done({ ...planned, isDone: false, waiting: [] });
    if (planned.isMass && !isMassMeant) return refused({ kind: 'mass-leaving', leaving, active });
    const waiting = await savePlan(deps, tx, { organization, plan, actorId });
    const detail = countsOfPlan(plan);
    await keepImport(deps, tx, organization.id, { source: 'web', status: 'done', actorId, detail, plan });
    await saveFileColumns(tx, organization.id, 'people', meanings);
    return done({ ...planned, isDone: true, waiting });
  });
}

async function planFile(
  { newId }: Pick<Deps, 'newId'>,
  db: Reader,
  organizationId: string,
  { by, bytes, columns, options }: PeopleFileRequest,
): Promise<Outcome<{ planned: PlannedFile; actorId: string; meanings: FileColumn[] }>> {
  const known = await listKnownPeople(db, organizationId);
  const asker = askerAmong(known, by);
  if (!asker.ok) return asker;
  const remembered = await listFileColumns(db, organizationId, 'people');
  const { file, meanings } = readBy(bytes, { columns, remembered });
  const departments = await listRooms(db, organizationId);
  const { department: named, ...choices } = options;
  const room = departments.find(({ name }) => name === named);
  const plan = planPeople({
    rows: file.rows,
    known,
    departments,
    options: { ...choices, ...(room && { department: room.name }) },
    newId,
    asker: asker.value,
  });
  const leaving = plan.changes.filter(({ kind }) => kind === 'deactivated').length;
  const active = known.filter(({ isDeactivated }) => !isDeactivated).length;
  const isMass = isMassLeaving({ leaving, active });
  const planned = { file, plan, sight: textDigest(sightOf(plan)), leaving, active, isMass };
  return done({ planned, actorId: by.id, meanings });
}

/** Only what is said otherwise than the columns are read anyway counts, and is to be remembered. */
function readBy(
  bytes: Uint8Array,
  { columns, remembered }: { columns: readonly SaidColumn[]; remembered: readonly FileColumn[] },
): { file: PeopleFile; meanings: FileColumn[] } {
  const csv = readCsv(bytes);
  if (!csv.ok) return { file: brokenPeopleFile(csv.why, csv.line), meanings: [] };
  const known = readMeanings(remembered);
  const anyway = readPeopleFile(csv.rows, known);
  const fields = new Map(anyway.columns.map(({ header, field }) => [headerKey(header), field ?? null]));
  const meanings = columns
    .map(({ header, field }) => ({ headerKey: headerKey(header), field }))
    .filter(({ headerKey: key, field }) => fields.has(key) && fields.get(key) !== field);
  if (meanings.length === 0) return { file: anyway, meanings };
  const said = new Map([...known, ...readMeanings(meanings)]);
  return { file: readPeopleFile(csv.rows, said), meanings };
}
