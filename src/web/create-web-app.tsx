import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { Log } from '#src/ports/log.ts';
import { comingFrom } from '#src/ports/way-in.ts';
import type { ReadinessChecks, ReadinessDetails } from '#src/ports/readiness.ts';
import { apiRoutes } from './api/api-routes.ts';
import { BadForm } from './frame/read-form.ts';
import { siteStyle } from './frame/site-style.ts';
import { show } from './frame/show.tsx';
import { healthRoutes } from './health.ts';
import { loopbackOnly } from './loopback-only.ts';
import { type ApprovalDeps, approvalRoutes } from './pages/approval/routes.tsx';
import { type ClaimDeps, claimRoutes } from './pages/claim/routes.tsx';
import { baseStyle } from './pages/base-style.ts';
import { LandingPage } from './pages/landing.tsx';
import type { PlaygroundDeps } from './pages/playground/deps.ts';
import { playgroundRoutes } from './pages/playground/routes.tsx';
import { BadFormPage, FaultPage, type PageTrouble, TroublePage, TROUBLES } from './pages/trouble/page.tsx';
import { type RewardNoticeDeps, rewardNoticeRoutes } from './reward-notices.ts';
import { SCIM_PATH, scimRoutes } from './scim/scim-routes.ts';
import { secureHeaders } from './secure-headers.ts';
import { findReader } from './sign-in/signed-in.ts';
import type { SiteDeps } from './site-deps.ts';
import { siteRoutes } from './site-routes.tsx';

export type WebDeps = {
  log: Log;
  newId: () => string;
  checks: ReadinessChecks;
  details?: ReadinessDetails | undefined;
  /** Set when anyone may be anyone: the whole app then answers only to loopback names. */
  playground?: PlaygroundDeps | undefined;
  /** Set when approvals are decided through links in mails. */
  approvals?: ApprovalDeps | undefined;
  /** Set when people sign in here. */
  site?: SiteDeps | undefined;
  /** Set when guests claim their gifts through links in mails. */
  claims?: ClaimDeps | undefined;
  /** Set when providers of rewards are configured. */
  rewardNotices?: RewardNoticeDeps | undefined;
};

/** The HTTP side of Largesse: health, the pages for people, those behind links in mails and, where it is on, the playground. */
export function createWebApp(deps: WebDeps): Hono {
  const app = new Hono();
  app.use(secureHeaders);
  app.use((_, next) => comingFrom('web', next));
  if (deps.playground) app.use(loopbackOnly);

  app.route('/', healthRoutes(deps));
  const style = `${baseStyle}${siteStyle}`;
  app.get('/style.css', (c) => c.body(style, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.get('/', (c) =>
    c.html(<LandingPage hasPlayground={deps.playground !== undefined} hasSignIn={deps.site !== undefined} />),
  );
  if (deps.playground) app.route('/playground', playgroundRoutes({ ...deps.playground, log: deps.log }));

  // Whoever has one of these links may decide, signed in or not: their token is what a foreign page lacks.
  if (deps.approvals) app.route('/approvals', approvalRoutes({ ...deps.approvals, site: deps.site }));

  if (deps.claims) app.route('/claim', claimRoutes({ ...deps.claims, site: deps.site }));

  if (deps.rewardNotices) app.route('/hooks/rewards', rewardNoticeRoutes(deps.rewardNotices));

  if (deps.site) app.route('/', siteRoutes(deps.site));

  // Programs come with a token of their own, and no cookie of a page counts there.
  if (deps.site) app.route('/', apiRoutes({ ...deps.site, newId: deps.newId }));
  if (deps.site) app.route(SCIM_PATH, scimRoutes({ ...deps.site, newId: deps.newId }));

  app.notFound((c) => showTrouble(c, deps, 'missing'));
  app.onError((err, c) => (err instanceof HTTPException ? refuse(c, deps, err) : showFault(c, deps, err)));
  return app;
}

/** By status, what the checks before a page refuse. */
const REFUSED: Readonly<Record<number, PageTrouble>> = {
  400: 'unreadable',
  403: 'foreign-form',
  413: 'too-large',
  415: 'no-form',
};

async function refuse(c: Context, deps: WebDeps, refused: HTTPException): Promise<Response> {
  const { site } = deps;
  const { status } = refused;
  deps.log.info({ status, method: c.req.method, path: withoutToken(c.req.path) }, 'Request refused');
  if (site && refused instanceof BadForm) {
    const reader = await findReader(site, c);
    return show(c, <BadFormPage {...site} reader={reader} problems={refused.problems} />, 400);
  }
  return showTrouble(c, deps, REFUSED[status] ?? 'unreadable');
}

async function showTrouble(c: Context, { site }: WebDeps, trouble: PageTrouble): Promise<Response> {
  const { status } = TROUBLES[trouble];
  if (!site)
    return c.text(status === 404 ? 'There is nothing here.\n' : 'That is not accepted here.\n', status);
  const reader = await findReader(site, c);
  return show(c, <TroublePage {...site} reader={reader} trouble={trouble} />, status);
}

function showFault(c: Context, { log, newId, site }: WebDeps, err: Error): Response | Promise<Response> {
  const faultId = newId();
  log.error({ faultId, err, method: c.req.method, path: withoutToken(c.req.path) }, 'Request failed');
  if (site) return show(c, <FaultPage {...site} faultId={faultId} />, 500);
  return c.text(
    `Something went wrong here. Whoever runs Largesse finds why in the log, by ${faultId}.\n`,
    500,
  );
}

/** The path of a link is a secret: whoever has it can decide, sign in, or take the gift. */
function withoutToken(path: string): string {
  return path.replace(/^(\/approvals\/|\/claim\/|\/sign-in\/(?:link|mail)\/).+/u, '$1…');
}
