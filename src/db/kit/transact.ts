import { AsyncLocalStorage } from 'node:async_hooks';
import type { Transaction } from 'kysely';
import type { Clock } from '#src/ports/clock.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import type { Log } from '#src/ports/log.ts';
import type { JobName, Queue } from '#src/ports/queue.ts';
import { lostAnswerOf } from './lost-answers.ts';
import type { Db, Schema, Tx } from './schema.ts';
import { signChanges } from './sign-changes.ts';

/** `operator`: in words, who runs the program, where a person does by a command. */
export type TransactDeps = {
  db: Db;
  clock: Clock;
  queue: Queue;
  log: Log;
  keys: Pick<KeyRing, 'sign'>;
  operator?: string | undefined;
};

/** Tells whether asynchronous code runs inside a transaction. */
const inside = new AsyncLocalStorage<true>();

/**
 * Runs `work` in a transaction; this is the only way to open one. Ids given to `tx.after` are enqueued after commit, in
 * one call per job. A failing queue fails nothing, because the sweep finds what it lost.
 *
 * What it changes of guarded rows is signed before it is committed.
 *
 * A refusal (an Outcome that is not ok) rolls back unless `work` called `tx.keepOnRefusal`.
 *
 * @throws `LostAnswer` when it may have been committed; after any other fault it was not.
 * @throws when called inside another transaction: pass that one's `Tx` on instead.
 */
export async function transact<T>(deps: TransactDeps, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (inside.getStore()) throw new Error('a transaction cannot be opened inside another one');
  const { result, afterwards, lines } = await inside.run(true, () => runToCommit(deps, work));
  for (const write of lines) write(deps.log);
  await Promise.allSettled([...afterwards].map(([job, ids]) => deps.queue.enqueue(job, [...ids])));
  return result;
}

/** Runs `work` like `transact`, says what would come of it, and leaves everything as it was. */
export async function rehearse<T>(deps: TransactDeps, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { result } = await transact(deps, async (tx) => ({ ok: false as const, result: await work(tx) }));
  return result;
}

type Afterwards = Map<JobName, Set<string>>;
type Line = (log: Log) => void;
type Done<T> = { result: T; afterwards: Afterwards; lines: readonly Line[] };

async function runToCommit<T>(
  { db, clock, keys, operator }: TransactDeps,
  work: (tx: Tx) => Promise<T>,
): Promise<Done<T>> {
  let isCommitting = false;
  try {
    // Behind a pooler a session may have another level by default.
    const opening = db.transaction().setIsolationLevel('read committed');
    return await opening.execute(async (transaction) => {
      const done = await runWork(transaction, { clock, keys, operator }, work);
      await signChanges(transaction, keys);
      isCommitting = true;
      return done;
    });
  } catch (fault) {
    if (fault instanceof RolledBack) return { result: fault.refusal as T, afterwards: new Map(), lines: [] };
    throw isCommitting ? lostAnswerOf(fault) : fault;
  }
}

async function runWork<T>(
  transaction: Transaction<Schema>,
  { clock, keys, operator }: Pick<TransactDeps, 'clock' | 'keys' | 'operator'>,
  work: (tx: Tx) => Promise<T>,
): Promise<Done<T>> {
  const afterwards: Afterwards = new Map();
  const lines: Line[] = [];
  let now: Date | undefined;
  let keepsRefused = false;
  const tx = Object.defineProperties(transaction, {
    now: { get: () => (now ??= clock.now()) },
    operator: { value: operator ?? null },
    sign: { value: (text: string) => keys.sign(text).mac },
    after: {
      value(job: JobName, ids: readonly string[]) {
        if (ids.length > 0) afterwards.set(job, new Set([...(afterwards.get(job) ?? []), ...ids]));
      },
    },
    log: {
      value: {
        debug: (fields: object, message: string) => lines.push((log) => log.debug(fields, message)),
        info: (fields: object, message: string) => lines.push((log) => log.info(fields, message)),
      },
    },
    keepOnRefusal: { value: () => (keepsRefused = true) },
  }) as Tx;
  const result = await work(tx);
  if (isRefusal(result) && !keepsRefused) throw new RolledBack(result);
  return { result, afterwards, lines };
}

function isRefusal(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'ok' in result && result.ok === false;
}

/** Thrown to make the driver roll back, and caught again above. */
class RolledBack extends Error {
  readonly refusal: unknown;

  constructor(refusal: unknown) {
    super('a refusal rolls its transaction back');
    this.refusal = refusal;
  }
}
