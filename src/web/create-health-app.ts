import { Hono } from 'hono';
import { type HealthDeps, healthRoutes } from './health.ts';
import { secureHeaders } from './secure-headers.ts';

/** The HTTP side of a process without the web role: whether it lives and is ready, and nothing else. */
export function createHealthApp(deps: HealthDeps): Hono {
  const app = new Hono();
  app.use(secureHeaders);
  app.route('/', healthRoutes(deps));
  app.notFound((c) => c.text('There is nothing here.\n', 404));
  return app;
}
