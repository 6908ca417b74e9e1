import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '#src/config.ts';
import { compareKeys, WrongCodeKey } from '#src/db/gift/code-key.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { fingerprint, keysFromText, type RingKey } from '#src/kit/key-ring.ts';
import type { Finding } from '#src/ports/doctor.ts';
import { codeOf } from '#src/kit/errors.ts';

const SUBJECT = 'Keys';
const FOR_OTHERS = 0o077;

/** Whether the keys can be read and are those that the database was written with. `db` is undefined when it has no tables. */
export async function checkKeys({ keys: text, dir }: Config, db: Db | undefined): Promise<Finding[]> {
  const path = join(dir, 'keys');
  const found = text ?? (await readKeyFile(path));
  const keys = found === undefined ? [] : readKeys(found);
  if (typeof keys === 'string') return [problem(text ? `LARGESSE_KEYS: ${keys}` : `${path}: ${keys}`)];
  const mismatch = db && (await findMismatch(db, keys));
  if (mismatch) return [problem(mismatch.what, mismatch.fix)];
  if (text) return [{ subject: SUBJECT, level: 'ok', message: `LARGESSE_KEYS holds ${keys.length}` }];
  if (found === undefined) {
    return [{ subject: SUBJECT, level: 'ok', message: `will be made in ${path}; keep a copy of that file` }];
  }
  return [await judgeFile(path)];
}

const BRING_BACK = 'Bring the key back from a copy; `largesse keys generate` makes a new one.';

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

/** The keys, or in words why they cannot be read. */
function readKeys(text: string): RingKey[] | string {
  try {
    return keysFromText(text);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function findMismatch(db: Db, keys: readonly RingKey[]): Promise<WrongCodeKey | undefined> {
  try {
    const known = keys.map((key) => ({ id: key.id, fingerprint: fingerprint(key) }));
    await compareKeys(db, known);
    return undefined;
  } catch (error) {
    if (error instanceof WrongCodeKey) return error;
    throw error;
  }
}

async function judgeFile(path: string): Promise<Finding> {
  const { mode } = await stat(path);
  if (process.platform === 'win32' || (mode & FOR_OTHERS) === 0) {
    return { subject: SUBJECT, level: 'ok', message: `in ${path}; keep a copy of that file` };
  }
  const message = `${path} can be read by other users of this machine`;
  return { subject: SUBJECT, level: 'warning', message, fix: `Run: chmod 600 ${path}` };
}
