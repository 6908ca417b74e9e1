import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { listCodeKeys, listLackingKeys } from '#src/db/kit/code-key.ts';
import { deleteProcessRing, saveProcessRing } from '#src/db/kit/process-ring.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { keysOfFile } from '#src/kit/key-file.ts';
import { createKeyRing, keysToText, type RingKey, type RotatingKeyRing } from '#src/kit/key-ring.ts';
import { newId } from '#src/kit/new-id.ts';
import { WrongSetup } from '#src/kit/wrong-setup.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import type { Log } from '#src/ports/log.ts';
import { type KeyConfig, type KeySource, keySourceOf, knownKey, readKeys, takeKeys } from './open-keys.ts';

/** The ring of this process, which follows its source. */
export type KeptRing = {
  keys: KeyRing;
  /** Which of the processes that the database knows this one is. */
  processId: string;
  /** Takes the keys over from the file now, as at SIGHUP. It never rejects: what is wrong is logged, and the old keys stay. */
  reload(): Promise<void>;
  close(): Promise<void>;
};

export type KeepOptions = {
  log: Log;
  /** What this process runs as. */
  role: string;
  lookEveryMs?: number;
  tellEveryMs?: number;
};

/** What is kept of a ring: the keys as they were given, and those of them that are not retired. */
type Kept = {
  db: Db;
  log: Log;
  source: KeySource;
  processId: string;
  role: string;
  ring: RotatingKeyRing;
  given: readonly RingKey[];
  live: readonly RingKey[];
  /** What was said last, so that it is said once. */
  complaint: string;
  lacking: string;
};

/** A file may be replaced behind a link, which no watcher of it is told of: so it is read, which costs nothing. */
const LOOK_EVERY_MS = 2_000;
/** Two may be missed before others take this process for ended. */
const TELL_EVERY_MS = 10_000;

/**
 * Opens the ring, and takes a new one over when its file changes: first the database is told, then this process writes with it. A
 * file that cannot be used is logged once, and the old keys stay. Tells the database which ring this process has, and the log which
 * keys it lacks.
 *
 * @throws `WrongSetup` when the ring does not suit the database.
 */
export async function keepRing(
  config: KeyConfig,
  db: Db,
  { log, role, lookEveryMs = LOOK_EVERY_MS, tellEveryMs = TELL_EVERY_MS }: KeepOptions,
): Promise<KeptRing> {
  const given = await readKeys(config, db);
  const live = await takeKeys(db, given);
  const ring = createKeyRing(live);
  const source = keySourceOf(config);
  const processId = newId();
  const kept: Kept = { db, log, source, processId, role, ring, given, live, complaint: '', lacking: '' };
  sayWhatIsRetired(kept);
  await tell(kept);
  const turns = takeTurns();
  const timers = [
    setInterval(() => void turns.next(() => look(kept)), lookEveryMs),
    setInterval(() => void turns.next(() => beat(kept)), tellEveryMs),
  ];
  for (const timer of timers) timer.unref();
  return {
    keys: ring,
    processId,
    reload: () => turns.next(() => reload(kept)),
    async close() {
      for (const timer of timers) clearInterval(timer);
      await turns.next(() => takeLeave(kept));
    },
  };
}

/** One thing at a time. What is run must not reject. */
function takeTurns() {
  let last = Promise.resolve();
  return { next: (run: () => Promise<void>) => (last = last.then(run)) };
}

async function reload(kept: Kept): Promise<void> {
  const { source, log } = kept;
  if (source.kind === 'setting') {
    log.warn({}, 'LARGESSE_KEYS is read at the start only: restart, or use LARGESSE_KEYS_FILE');
    return;
  }
  kept.complaint = '';
  await look(kept, true);
}

/** Takes the keys of the file over if they have changed. `isAsked`: even if they have not. */
async function look(kept: Kept, isAsked = false): Promise<void> {
  const { source, log, ring } = kept;
  if (source.kind === 'setting') return;
  try {
    const keys = keysOfFile(source.path, await readFile(source.path, 'utf8'));
    const isNew = keysToText(keys) !== keysToText(kept.given);
    if (isNew || isAsked) await take(kept, keys);
    kept.complaint = '';
    if (!isNew && !isAsked) return;
    log.info({ keys: ring.ids() }, 'Keys taken over from their file');
    sayWhatIsRetired(kept);
  } catch (err) {
    if (isNews(kept, err)) log.error({ err }, 'Keys were not taken over from their file; the old ones stay');
  }
}

async function take(kept: Kept, keys: readonly RingKey[]): Promise<void> {
  const live = await takeKeys(kept.db, keys);
  kept.ring.replace(live);
  kept.given = keys;
  kept.live = live;
  await tell(kept);
}

/** Says that this process runs, and heeds what others have written and retired meanwhile. */
async function beat(kept: Kept): Promise<void> {
  const { db, log, ring } = kept;
  try {
    await tell(kept);
    sayWhatIsLacking(kept, await listLackingKeys(db, ring));
    const retired = (await listCodeKeys(db)).filter(({ retiredAt }) => retiredAt !== null);
    if (!retired.some(({ id }) => ring.ids().includes(id))) return;
    await take(kept, kept.given);
    log.info({ keys: ring.ids() }, 'Retired keys given up');
  } catch (err) {
    if (!(err instanceof WrongSetup)) log.debug({ err }, 'Could not say which keys this process has');
    else if (isNews(kept, err))
      log.error({ err }, 'The keys of this process are no longer those of the database');
  }
}

async function tell({ db, processId, role, live }: Kept): Promise<void> {
  const known = live.map(knownKey);
  await saveProcessRing(db, {
    id: processId,
    host: hostname(),
    pid: process.pid,
    role,
    keyIds: known.map(({ id }) => id),
    fingerprints: known.map(({ fingerprint }) => fingerprint),
  });
}

function sayWhatIsRetired({ given, live, log }: Kept): void {
  const keys = given.filter((key) => !live.includes(key)).map(({ id }) => id);
  if (keys.length > 0) log.warn({ keys }, 'Retired keys are left out: take them out of the ring');
}

function sayWhatIsLacking(kept: Kept, keys: readonly string[]): void {
  const text = keys.join();
  if (text !== '' && text !== kept.lacking) {
    kept.log.error({ keys }, 'This process lacks keys that others write with: give it the same ring');
  }
  kept.lacking = text;
}

/** Whether something else is wrong than was said last. */
function isNews(kept: Kept, err: unknown): boolean {
  const text = String(err);
  const isNew = text !== kept.complaint;
  kept.complaint = text;
  return isNew;
}

async function takeLeave({ db, processId, log }: Kept): Promise<void> {
  try {
    await deleteProcessRing(db, processId);
  } catch (err) {
    log.debug({ err }, 'Could not say that this process has ended');
  }
}
