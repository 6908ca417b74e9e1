/** Serves the pages of the seeded company in DATABASE_URL, and says where, and with which sessions of whom. */
import { connect } from '#src/db/kit/connect.ts';
import { must } from '#src/domain/kit/must.ts';
import { createWebApp } from '#src/web/create-web-app.tsx';
import { serveWeb } from '#src/web/serve-web.ts';
import type { SiteDeps } from '#src/web/site-deps.ts';
import { createWords } from '#src/words/words.ts';
import { getPerson } from '#src/db/people/person.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { silentLog } from '#test/helpers/silent-log.ts';
import { beginFor, PUBLIC_URL } from '#test/web/site/open-site.ts';
import { quietLog } from '../quiet-log.ts';

const url = must(process.argv[2], 'address of the database');
const db = connect({ url, poolSize: 10 }, quietLog);
const row = await db.selectFrom('organization').selectAll().executeTakeFirstOrThrow();
const organization = { id: row.id, name: row.name, currency: row.currency, timeZone: row.time_zone };
const core = makeCore(db, {
  log: silentLog,
  reachable: { platforms: ['slack'], mail: true, web: PUBLIC_URL },
});
core.clock.set(new Date().toISOString());
await core.app.session.setFactorPolicy({
  organizationId: organization.id,
  changes: { roles: [] },
  actorId: null,
});
const words = createWords();
const site: SiteDeps = {
  app: core.app,
  words,
  log: silentLog,
  clock: core.clock,
  organization,
  publicUrl: PUBLIC_URL,
  trustedProxies: [],
  hasMail: true,
  setup: {
    platforms: ['slack'],
    misconfigured: [],
    hasMailServer: true,
    publicUrl: PUBLIC_URL,
    hasOidc: false,
  },
};
const app = createWebApp({
  log: silentLog,
  newId: core.newId,
  checks: {},
  approvals: { app: core.app, words },
  claims: { app: core.app, words },
  site,
});

/** The session of the first one who has a role. */
async function sessionOf(role: 'hr' | 'finance' | 'admin' | 'manager'): Promise<[string, string]> {
  const { id } = await db
    .selectFrom('person')
    .select('id')
    .where('role', '=', role)
    .where('deactivated_at', 'is', null)
    .orderBy('id')
    .limit(1)
    .executeTakeFirstOrThrow();
  const { token } = await beginFor(core, await getPerson(db, organization.id, id));
  return [role, token];
}

const tokens: [string, string][] = [];
for (const role of ['hr', 'finance', 'admin', 'manager'] as const) tokens.push(await sessionOf(role));
const web = await serveWeb({ app, webhooks: [], host: '127.0.0.1', port: 0 });
process.stdout.write(`${JSON.stringify({ url: web.url, tokens: Object.fromEntries(tokens) })}\n`);
