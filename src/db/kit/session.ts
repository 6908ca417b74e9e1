import { sql } from 'kysely';
import pg from 'pg';
import { WrongSetup } from '#src/kit/wrong-setup.ts';
import type { Reader } from './schema.ts';

/** Settings that poolers such as PgBouncer pass on when they are sent at the start of a connection. */
const TRACKED = { DateStyle: 'ISO, YMD', TimeZone: 'UTC' };
/**
 * What every session is opened with, whatever database, role and server set by default: the driver reads dates in ISO
 * only, our tables are in `public`, and locks are written for statements that see what was committed before them. The
 * temporary schema comes last, so that no table in it can stand in for one of ours.
 */
const PINNED = {
  ...TRACKED,
  search_path: 'public, pg_temp',
  default_transaction_isolation: 'read committed',
};

type Settings = Readonly<Record<string, string>>;

/** A pool whose sessions are opened with these settings. Behind a pooler it sends the tracked ones only. */
export function createSessionPool(config: pg.PoolConfig): pg.Pool {
  let settings: Settings = PINNED;
  const pool = new pg.Pool({ ...config, Client: clientOf(() => settings) });
  const connect = pool.connect.bind(pool) as () => Promise<pg.PoolClient>;

  async function connectAsAllowed(): Promise<pg.PoolClient> {
    try {
      return await connect();
    } catch (fault) {
      if (!isStartRefused(fault)) throw fault;
      settings = TRACKED;
      return connect();
    }
  }

  return Object.assign(pool, { connect: connectAsAllowed });
}

type Connected = (fault: Error) => void;

/** Adds to what the driver sends, which has no option for most settings; poolers refuse its `options`. */
function clientOf(settings: () => Settings): typeof pg.Client {
  const { getStartupConf } = pg.Client.prototype as unknown as {
    getStartupConf: (this: pg.Client) => Settings;
  };
  return class extends pg.Client {
    protected getStartupConf(): Settings {
      return { ...getStartupConf.call(this), ...settings() };
    }

    /** The driver leaves a connection open that it cannot log in by, and the server waits a minute to hear more. */
    override connect(): Promise<pg.Client>;
    override connect(done: Connected): void;
    override connect(done?: Connected): Promise<pg.Client> | void {
      if (!done) return super.connect();
      super.connect((fault: Error) => {
        if (fault) void this.end();
        done(fault);
      });
    }
  };
}

/** PgBouncer's `unsupported startup parameter: search_path`. */
function isStartRefused(fault: unknown): boolean {
  return fault instanceof pg.DatabaseError && /startup parameter/u.test(fault.message);
}

type Session = {
  dateStyle: string;
  schema: string | null;
  isolation: string;
  role: string;
  database: string;
};

/**
 * Checks that the session has the settings that Largesse needs.
 *
 * @throws `WrongSetup` when a pooler keeps it from choosing its own.
 */
export async function checkSession(db: Reader): Promise<void> {
  const { rows } = await sql<Session>`
    select current_setting('DateStyle') as "dateStyle", current_schema() as schema,
           current_setting('default_transaction_isolation') as isolation,
           quote_ident(current_user) as role, quote_ident(current_database()) as database`.execute(db);
  const [session] = rows;
  if (!session) return;
  const { dateStyle, schema, isolation, role, database } = session;
  const wrong = [
    { name: 'DateStyle', is: dateStyle, wanted: TRACKED.DateStyle, ok: dateStyle.startsWith('ISO') },
    { name: 'search_path', is: schema ?? 'empty', wanted: 'public', ok: schema === 'public' },
    {
      name: 'default_transaction_isolation',
      is: isolation,
      wanted: PINNED.default_transaction_isolation,
      ok: isolation === PINNED.default_transaction_isolation,
    },
  ].find(({ ok }) => !ok);
  if (!wrong) return;
  throw new WrongSetup({
    what: `The pooler in DATABASE_URL opens sessions whose ${wrong.name} is ${wrong.is}, and does not let Largesse choose`,
    fix: `Run: alter role ${role} in database ${database} set ${wrong.name} = '${wrong.wanted}'; then restart the pooler`,
  });
}
