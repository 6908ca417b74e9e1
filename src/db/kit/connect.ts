import { Kysely } from 'kysely';
import pg from 'pg';
import type { Log } from '#src/ports/log.ts';
import { LocklessPostgresDialect } from './migration-lock.ts';
import type { Db, Schema } from './schema.ts';
import { createSessionPool } from './session.ts';

const INT8 = 20;
const DATE = 1082;

/** int8 as bigint and date as text: the driver's defaults would lose information. Set per pool, not for all of pg. */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === INT8) return BigInt;
    if (oid === DATE) return String;
    return pg.types.getTypeParser(oid, format);
  },
} as pg.CustomTypesConfig;

/** `connectTimeoutMs`: how long a query waits for a free connection before it fails. */
export type DatabaseConfig = { url: string; poolSize: number; connectTimeoutMs?: number };

/**
 * Opens a pool, whose sessions do not depend on what the database sets by default. It connects on first use; a broken
 * connection is logged and replaced.
 */
export function connect(config: DatabaseConfig, log: Log): Db {
  const pool = createSessionPool({
    connectionString: config.url,
    max: config.poolSize,
    connectionTimeoutMillis: config.connectTimeoutMs ?? 5_000,
    application_name: 'largesse',
    types,
  });
  // A connection may break between two queries of a transaction, and without a listener that would end the process. A
  // break while the pool closes does no harm: the server may be stopping at the same time.
  pool.on('connect', (client) => {
    client.on('error', (err) => {
      if (!pool.ending) log.warn({ err }, 'Database connection lost');
    });
  });
  pool.on('error', () => undefined);
  return new Kysely<Schema>({ dialect: new LocklessPostgresDialect({ pool }) });
}
