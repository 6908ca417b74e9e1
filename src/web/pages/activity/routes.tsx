import { type Context, Hono, type Next } from 'hono';
import type { ActivityFilter, App, ListedActivity, SignedIn } from '#src/app.ts';
import { activityStyle } from '#src/chat/cards/activity-style.ts';
import { must } from '#src/domain/kit/must.ts';
import { may } from '#src/domain/people/access.ts';
import type { Person } from '#src/domain/people/person.ts';
import { sendTable } from '../../export/send-table.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { signedIn } from '../../sign-in/signed-in.ts';
import { TroublePage } from '../trouble/page.tsx';
import { readRecordQuery, recordFilter } from './filter.ts';
import { RecordPage } from './page.tsx';
import { recordFile } from './record-file.ts';

const PAGE_ROWS = 50;
const CHUNK_ROWS = 1_000;

/** The record of what was done to money and rights, for those who may read the ledger. */
export function activityRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const { app, words, organization } = deps;
  const routes = new Hono<SiteEnv>();
  routes.use(signedIn(deps), forReaders(deps));

  routes.get('/', async (c) => {
    const reader = c.get('signedIn');
    const query = readRecordQuery(c.req.query());
    const filter = { ...recordFilter(query, organization.timeZone), limit: PAGE_ROWS + 1 };
    const [found, books] = await Promise.all([
      app.queries.ledger.listActivities(reader.person, filter),
      app.queries.ledger.findProof(reader.person),
    ]);
    const activities = found.slice(0, PAGE_ROWS);
    const page = (
      <RecordPage
        words={words}
        organization={organization}
        reader={reader}
        query={query}
        activities={activities}
        next={found.length > PAGE_ROWS ? activities.at(-1)?.id : undefined}
        books={must(books, 'books for who reads the ledger')}
        isAsked={c.req.query('said') === 'asked'}
      />
    );
    return show(c, page);
  });
  routes.get('/activity.csv', (c) => {
    const { person } = c.get('signedIn');
    const query = readRecordQuery(c.req.query());
    const filter = recordFilter(query, organization.timeZone);
    const as = activityStyle(words, organization);
    const table = recordFile(words, readRecord(app, person, filter), as);
    return sendTable(c, table, { format: 'csv', locale: words.locale, log: deps.log });
  });
  routes.post('/proof', async (c) => {
    await app.ledger.askForProof(c.get('signedIn').person);
    return c.redirect('/activity?said=asked', 303);
  });
  return routes;
}

function forReaders({ words, organization }: SiteDeps) {
  return async (c: Context<SiteEnv>, next: Next): Promise<Response | undefined> => {
    const reader: SignedIn = c.get('signedIn');
    if (!may(reader.person.role, 'read-ledger'))
      return show(c, <TroublePage {...{ words, organization, reader }} trouble="no-right" />, 403);
    await next();
    return undefined;
  };
}

/** Page by page, so that a record of years needs no more memory than a page of it. */
async function* readRecord(
  app: App,
  person: Person,
  filter: Omit<ActivityFilter, 'limit'>,
): AsyncGenerator<ListedActivity, void> {
  let before = filter.before;
  for (;;) {
    const page = { ...filter, ...(before !== undefined && { before }), limit: CHUNK_ROWS };
    const activities = await app.queries.ledger.listActivities(person, page);
    yield* activities;
    before = activities.at(-1)?.id;
    if (activities.length < CHUNK_ROWS) return;
  }
}
