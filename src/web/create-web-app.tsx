import { Hono } from 'hono';
import type { Log } from '#src/ports/log.ts';
import type { ReadinessChecks } from '#src/ports/readiness.ts';
import { healthRoutes } from './health.ts';
import { loopbackOnly } from './loopback-only.ts';
import { type ApprovalDeps, approvalRoutes } from './pages/approval/routes.tsx';
import { baseStyle } from './pages/base-style.ts';
import { LandingPage } from './pages/landing.tsx';
import type { PlaygroundDeps } from './pages/playground/deps.ts';
import { playgroundRoutes } from './pages/playground/routes.tsx';
import { secureHeaders } from './secure-headers.ts';

export type WebDeps = {
  log: Log;
  newId: () => string;
  checks: ReadinessChecks;
  /** Set when anyone may be anyone: the whole app then answers only to loopback names. */
  playground?: PlaygroundDeps | undefined;
  /** Set when approvals are decided through links in mails. */
  approvals?: ApprovalDeps | undefined;
};

/** The HTTP side of Largesse: health, the landing page and, where it is on, the playground. */
export function createWebApp(deps: WebDeps): Hono {
  const app = new Hono();
  app.use(secureHeaders);
  if (deps.playground) app.use(loopbackOnly);

  app.route('/', healthRoutes(deps));
  app.get('/style.css', (c) => c.body(baseStyle, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.get('/', (c) => c.html(<LandingPage hasPlayground={deps.playground !== undefined} />));
  if (deps.playground) app.route('/playground', playgroundRoutes({ ...deps.playground, log: deps.log }));

  if (deps.approvals) app.route('/approvals', approvalRoutes(deps.approvals));

  app.notFound((c) => c.text('There is nothing here.\n', 404));
  app.onError((err, c) => {
    const faultId = deps.newId();
    deps.log.error({ faultId, err, method: c.req.method, path: withoutToken(c.req.path) }, 'Request failed');
    return c.text(
      `Something went wrong here. Whoever runs Largesse finds why in the log, by ${faultId}.\n`,
      500,
    );
  });
  return app;
}

/** An approval's path is a secret: whoever has it can decide. */
function withoutToken(path: string): string {
  return path.replace(/^(\/approvals\/).+/u, '$1…');
}
