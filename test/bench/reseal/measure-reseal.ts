import { resealCodes } from '#src/usecases/keys/reseal-codes.ts';
import { createKeyRing, newKey } from '#src/kit/key-ring.ts';
import { newId } from '#src/kit/new-id.ts';
import { takeKeys } from '#src/process/open-keys.ts';
import { TEST_KEY } from '#test/helpers/test-keys.ts';
import { silentLog } from '#test/helpers/silent-log.ts';
import { type BenchPostgres, openMigrated } from '../bench-postgres.ts';
import { figureOf } from '../figures.ts';
import { makeCompany } from '../make-company.ts';
import { printTable } from '../print-table.ts';
import { silentQueue } from '../silent-queue.ts';
import { fillCodes } from './fill-codes.ts';

const CODES = 100_000;
const LOOK_EVERY_MS = 20;
const MB = 1_000_000;

/** How long it takes to bring a company's codes under another key, and how much memory: for the eye only. */
export async function measureReseal(postgres: BenchPostgres): Promise<void> {
  const url = await postgres.createDatabase('reseal');
  const db = await openMigrated(url);
  try {
    const company = await makeCompany(db);
    const keys = createKeyRing(await takeKeys(db, [TEST_KEY]));
    await fillCodes({ url, db, keys }, company, CODES);
    keys.replace(await takeKeys(db, [newKey(), TEST_KEY]));
    const memory = watchMemory();
    const startedAt = performance.now();
    let resealed = 0;
    let calls = 0;
    const deps = { db, clock: { now: () => new Date() }, newId, keys, queue: silentQueue, log: silentLog };
    const left = await resealCodes(deps, (count) => {
      resealed += count;
      calls += 1;
    });
    const seconds = (performance.now() - startedAt) / 1_000;
    if (resealed !== CODES || left.length > 0) throw new Error(`resealed ${resealed}, left ${left.length}`);
    printTable('Codes under another key', `of ${CODES.toLocaleString('en')}`, [
      { name: 'seconds', figure: figureOf([seconds]) },
      { name: 'codes a second', figure: figureOf([CODES / seconds]) },
      { name: 'times progress was told', figure: figureOf([calls]) },
      { name: 'MB of memory more than before, at most', figure: figureOf([memory.stop() / MB]) },
    ]);
  } finally {
    await db.destroy();
  }
}

/** The most bytes that this process had more than when it began. */
function watchMemory() {
  const before = process.memoryUsage().rss;
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, LOOK_EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return most - before;
    },
  };
}
