import { listRooms } from '#src/db/people/department.ts';
import { listFileColumns } from '#src/db/people/file-column.ts';
import { listKnownPeople } from '#src/db/people/known-people.ts';
import { listPeopleImports } from '#src/db/people/people-import.ts';
import { getOrganization, lockPeople, type Organization } from '#src/db/people/organization.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { type PeopleField, readMeanings } from '#src/domain/people/people-columns.ts';
import {
  type ImportDetail,
  type ImportStatus,
  isSyncDue,
  MOST_BAD,
  NOTHING_DONE,
} from '#src/domain/people/people-import.ts';
import { type PlannedSync, planSync } from '#src/domain/people/plan-sync.ts';
import { brokenPeopleFile, type PeopleFile, readPeopleFile } from '#src/domain/people/read-people-file.ts';
import { readCsv } from '#src/kit/read-csv.ts';
import type { PeopleFeed, SourceAnswer } from '#src/ports/people-source.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { countsOfPlan, keepImport, tellOfImport } from './steps/keep-import.ts';
import { savePlan } from './steps/save-plan.ts';

type SyncDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/**
 * `areLeaversMeant`: an admin said that so many leave. `isByClock`: nobody looks at it, so it is done once a day, and admins are told
 * when nothing came of it. `meanings`: what columns mean, beside what is remembered.
 */
export type SyncRequest = {
  source: PeopleFeed;
  actorId: string | null;
  isDry?: boolean;
  isByClock?: boolean;
  areLeaversMeant?: boolean;
  department?: string | undefined;
  meanings?: ReadonlyMap<string, PeopleField | null>;
};

/** What came of it, or would; `file` and `planned` where there is one. */
export type SyncReport = {
  status: ImportStatus;
  detail: ImportDetail;
  file?: PeopleFile;
  planned?: PlannedSync;
};

/**
 * Brings people up to date from where the company keeps them. What the file has no column for stays as it is, and so do people who
 * are not in it, unless the source says that they leave. A file that does not come, that is none, or by which too many would leave
 * changes nothing. What came of it is kept where admins see it.
 *
 * @returns undefined when the clock asks and it is not time.
 */
export async function syncPeople(
  deps: SyncDeps,
  organizationId: string,
  request: SyncRequest,
): Promise<SyncReport | undefined> {
  const { source, isByClock = false, isDry = false } = request;
  const organization = await getOrganization(deps.db, organizationId);
  if (isByClock && !(await isDue(deps, deps.db, organization, source))) return undefined;
  const etag = isByClock ? await findEtag(deps.db, organization.id, source) : undefined;
  const answer = await source.read(etag);
  if (isDry) return plan(deps, deps.db, { organization, answer, request });
  return transact(deps, async (tx) => {
    await lockPeople(tx, organization.id);
    if (isByClock && !(await isDue({ clock: { now: () => tx.now } }, tx, organization, source)))
      return undefined;
    const report = await plan(deps, tx, { organization, answer, request });
    await save(deps, tx, { organization, answer, request, report });
    return report;
  });
}

async function isDue(
  { clock }: Pick<Deps, 'clock'>,
  db: Reader,
  { id, timeZone }: Organization,
  { at }: PeopleFeed,
): Promise<boolean> {
  return isSyncDue({ at, timeZone, now: clock.now() }, await findLast(db, id));
}

async function findLast(db: Reader, organizationId: string) {
  const [last] = await listPeopleImports(db, organizationId, { source: 'clock', limit: 1 });
  return last;
}

/** What is unchanged for so many days is read all the same: people here may have changed. */
const MOST_UNCHANGED = 7;

async function findEtag(db: Reader, organizationId: string, source: PeopleFeed): Promise<string | undefined> {
  const runs = await listPeopleImports(db, organizationId, { source: 'clock', limit: MOST_UNCHANGED });
  const last = runs.find(({ status }) => status !== 'unchanged');
  const mark = markOf(source);
  return last?.status === 'done' && last.etag?.startsWith(mark) ? last.etag.slice(mark.length) : undefined;
}

/** A tag counts for this place, read in this way. */
function markOf({ place, leavers }: PeopleFeed): string {
  return `${leavers ? 'leavers' : 'all stay'} ${place} `;
}

type Planning = { organization: Organization; answer: SourceAnswer; request: SyncRequest };

async function plan(
  { newId }: Pick<Deps, 'newId'>,
  db: Reader,
  { organization, answer, request }: Planning,
): Promise<SyncReport> {
  if (!answer.ok) {
    const { why, said } = answer;
    return { status: 'failed', detail: { ...NOTHING_DONE, why, ...(said !== undefined && { said }) } };
  }
  if (!answer.bytes) return { status: 'unchanged', detail: NOTHING_DONE };
  const { source, areLeaversMeant = false, department, meanings = new Map() } = request;
  const remembered = readMeanings(await listFileColumns(db, organization.id, 'people'));
  const file = readFile(answer.bytes, new Map([...remembered, ...meanings]));
  const planned = planSync({
    file,
    known: await listKnownPeople(db, organization.id),
    departments: await listRooms(db, organization.id),
    newId,
    leavers: source.leavers,
    department,
  });
  return { ...judge(planned, areLeaversMeant), file, planned };
}

function readFile(bytes: Uint8Array, meanings: ReadonlyMap<string, PeopleField | null>): PeopleFile {
  const csv = readCsv(bytes);
  return csv.ok ? readPeopleFile(csv.rows, meanings) : brokenPeopleFile(csv.why, csv.line);
}

function judge(
  planned: PlannedSync,
  areLeaversMeant: boolean,
): { status: ImportStatus; detail: ImportDetail } {
  const { bad, areAbsentKept, why, leaving, active } = planned;
  const wrong = {
    bad: bad.slice(0, MOST_BAD),
    badCount: bad.length,
    ...(areAbsentKept && { areAbsentKept }),
  };
  if (why) return { status: 'failed', detail: { ...NOTHING_DONE, ...wrong, why } };
  if (planned.isMass && !areLeaversMeant)
    return { status: 'held', detail: { ...NOTHING_DONE, ...wrong, leaving, active } };
  return { status: 'done', detail: { ...countsOfPlan(planned.plan), ...wrong } };
}

/** A failure that goes on is told once a day. */
async function save(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { organization, answer, request, report }: Planning & { report: SyncReport },
): Promise<void> {
  const { source, actorId, isByClock = false } = request;
  const { status, detail, planned } = report;
  const { id: organizationId } = organization;
  const isDone = status === 'done';
  if (isDone && planned?.plan)
    await savePlan(deps, tx, { organization, plan: planned.plan, actorId, note: { by: 'sync' } });
  // What has bad rows is read again, though it be the same: people here may have changed.
  const isClean = isDone && detail.badCount === 0;
  const tag = isClean && answer.ok && answer.bytes ? answer.etag : undefined;
  await keepImport(deps, tx, organizationId, {
    source: isByClock ? 'clock' : 'shell',
    status,
    actorId,
    detail,
    etag: tag && `${markOf(source)}${tag}`,
    plan: isDone ? planned?.plan : undefined,
  });
  if (isByClock && (status === 'failed' || status === 'held'))
    await tellOfImport(deps, tx, { organizationId, place: source.place, detail });
}
