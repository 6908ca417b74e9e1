import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Log } from '#src/ports/log.ts';
import type { Db, Schema } from './schema.ts';

const INT8 = 20;
const DATE = 1082;

/** int8 as bigint and date as text: both would lose something as the driver's defaults. Per pool, not for all of pg. */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === INT8) return BigInt;
    if (oid === DATE) return String;
    return pg.types.getTypeParser(oid, format);
  },
} as pg.CustomTypesConfig;

export type DatabaseConfig = { url: string; poolSize: number };

/** Opens a pool. It connects when first used; a connection that breaks is logged and replaced. */
export function connect(config: DatabaseConfig, log: Log): Db {
  const pool = new pg.Pool({
    connectionString: config.url,
    max: config.poolSize,
    connectionTimeoutMillis: 5_000,
    application_name: 'largesse',
    types,
  });
  // A connection may break between two queries of a transaction: with nobody to hear of it, the process would end.
  // One that breaks while the pool closes is lost to nobody: the server may be stopping at the same time.
  pool.on('connect', (client) => {
    client.on('error', (err) => {
      if (!pool.ending) log.warn({ err }, 'Database connection lost');
    });
  });
  pool.on('error', () => undefined);
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}
