import { sql } from 'kysely';
import { listCodeKeys } from './code-key.ts';
import type { Reader } from './schema.ts';

/** The ring of a process that runs. `keyIds`: the first one writes. `role`: what it runs as, such as `web,worker`. */
export type ProcessRing = {
  id: string;
  host: string;
  pid: number;
  role: string;
  keyIds: string[];
  fingerprints: string[];
};

/** A process says every ten seconds that it runs. */
const SEEN_WITHIN = '30 seconds';
const FORGOTTEN_AFTER = '1 day';

/** Says which ring a process has, and that it runs. */
export async function saveProcessRing(db: Reader, ring: ProcessRing): Promise<void> {
  const { id, host, pid, role, keyIds, fingerprints } = ring;
  await sql`
    insert into process_ring (id, host, pid, role, key_ids, fingerprints)
    values (${id}, ${host}, ${pid}, ${role}, ${keyIds}::text[], ${fingerprints}::text[])
    on conflict (id) do update
       set key_ids = excluded.key_ids, fingerprints = excluded.fingerprints, seen_at = clock_timestamp()`.execute(
    db,
  );
}

/** Says that a process has ended, and forgets those that ended long ago without a word. */
export async function deleteProcessRing(db: Reader, id: string): Promise<void> {
  await sql`
    delete from process_ring
     where id = ${id} or seen_at < clock_timestamp() - ${FORGOTTEN_AFTER}::interval`.execute(db);
}

/** The rings of the processes that run, in the order in which they started. */
export async function listProcessRings(db: Reader): Promise<ProcessRing[]> {
  const { rows } = await sql<ProcessRing>`
    select id, host, pid, role, key_ids as "keyIds", fingerprints
      from process_ring
     where seen_at > clock_timestamp() - ${SEEN_WITHIN}::interval
     order by started_at, id`.execute(db);
  return rows;
}

/**
 * What is wrong with the rings of the processes that run: one is `lacking` a key that the database is written with, or they are
 * `different`, also where the same id stands for another key. Undefined when nothing is.
 */
export async function findRingTrouble(db: Reader): Promise<'lacking' | 'different' | undefined> {
  const rings = await listProcessRings(db);
  const needed = (await listCodeKeys(db)).filter(({ retiredAt }) => retiredAt === null);
  const isLacking = rings.some(({ keyIds, fingerprints }) => {
    return needed.some(({ id, fingerprint }) => fingerprints[keyIds.indexOf(id)] !== fingerprint);
  });
  if (isLacking) return 'lacking';
  const texts = new Set(rings.map(({ keyIds, fingerprints }) => [...keyIds, ...fingerprints].join()));
  return texts.size > 1 ? 'different' : undefined;
}
