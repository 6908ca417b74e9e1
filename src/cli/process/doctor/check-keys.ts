import { readFile, stat } from 'node:fs/promises';
import type { Config } from '#src/config.ts';
import { compareKeys, listCodeKeys } from '#src/db/kit/code-key.ts';
import { findRingTrouble, listProcessRings } from '#src/db/kit/process-ring.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { keysFromText, type RingKey } from '#src/kit/key-ring.ts';
import type { Finding } from '#src/ports/doctor.ts';
import { asError, codeOf } from '#src/kit/errors.ts';
import { WrongSetup } from '#src/kit/wrong-setup.ts';
import { keySourceOf, knownKey } from '#src/process/open-keys.ts';
import { processText } from '../keys-text.ts';

const SUBJECT = 'Keys';
const FOR_OTHERS = 0o077;

/** Whether the keys are readable and match the database and each other. `db` is undefined when it has no tables. */
export async function checkKeys(config: Config, db: Db | undefined): Promise<Finding[]> {
  const source = keySourceOf(config);
  const name = source.kind === 'setting' ? 'LARGESSE_KEYS' : source.path;
  const found = source.kind === 'setting' ? source.text : await readKeyFile(source.path);
  if (found === undefined && source.kind === 'file' && !source.isOurs) {
    return [problem(`LARGESSE_KEYS_FILE is ${name}, and there is no such file`)];
  }
  const keys = found === undefined ? [] : readKeys(found);
  if (typeof keys === 'string') return [problem(`${name}: ${keys}`)];
  const mismatch = db && (await findMismatch(db, keys));
  if (mismatch) return [problem(mismatch.what, mismatch.fix)];
  const rings = db ? [...(await tellRetired(db, keys)), ...(await compareRings(db))] : [];
  if (source.kind === 'setting') return [ok(`LARGESSE_KEYS holds ${keys.length}`), ...rings];
  if (found === undefined) return [ok(`will be created in ${name}; keep a copy of that file`), ...rings];
  return [await judgeFile(name), ...rings];
}

const BRING_BACK = 'Restore the key from a backup; `largesse keys generate` makes a new one.';

function ok(message: string): Finding {
  return { subject: SUBJECT, level: 'ok', message };
}

function problem(message: string, fix = BRING_BACK): Finding {
  return { subject: SUBJECT, level: 'problem', message, fix };
}

async function readKeyFile(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The keys, or why they cannot be read. */
function readKeys(text: string): RingKey[] | string {
  try {
    return keysFromText(text);
  } catch (error) {
    return asError(error).message;
  }
}

async function findMismatch(db: Db, keys: readonly RingKey[]): Promise<WrongSetup | undefined> {
  try {
    await compareKeys(db, keys.map(knownKey));
    return undefined;
  } catch (error) {
    if (error instanceof WrongSetup) return error;
    throw error;
  }
}

async function tellRetired(db: Db, keys: readonly RingKey[]): Promise<Finding[]> {
  const retired = (await listCodeKeys(db)).filter(({ id, retiredAt }) => {
    return retiredAt !== null && keys.some((key) => key.id === id);
  });
  if (retired.length === 0) return [];
  const message = `${retired.map(({ id }) => id).join(', ')} is retired and still in the ring`;
  return [{ subject: SUBJECT, level: 'warning', message, fix: 'Take it out of the ring of every process' }];
}

/** Whether the processes that run can read what the others write. */
async function compareRings(db: Db): Promise<Finding[]> {
  const rings = await listProcessRings(db);
  const trouble = await findRingTrouble(db);
  if (!trouble) return [];
  const who = rings.map((ring) => `${processText(ring)} has ${ring.keyIds.join(', ')}`).join('; ');
  const fix = 'Give every process the same ring: `largesse keys --help` shows the steps';
  if (trouble === 'lacking')
    return [problem(`a process lacks a key that the database is written with: ${who}`, fix)];
  return [{ subject: SUBJECT, level: 'warning', message: `the processes have different rings: ${who}`, fix }];
}

async function judgeFile(path: string): Promise<Finding> {
  const { mode } = await stat(path);
  if (process.platform === 'win32' || (mode & FOR_OTHERS) === 0)
    return ok(`in ${path}; keep a copy of that file`);
  const message = `${path} can be read by other users of this machine`;
  return { subject: SUBJECT, level: 'warning', message, fix: `Run: chmod 600 ${path}` };
}
