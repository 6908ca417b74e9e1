import pg from 'pg';

/** The least that a service with a database can cost: a Node process that keeps a connection open. */
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 1, idleTimeoutMillis: 0 });
await pool.query('select 1');
process.stdout.write('ready\n');
process.once('SIGTERM', () => process.exit(0));
