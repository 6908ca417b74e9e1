import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { App } from '#src/app.ts';

export type RewardNoticeDeps = { app: App; organizationId: string };

const MOST_BYTES = 64 * 1024;

/** Where providers of rewards tell that an order has changed. What they did not sign is not taken. */
export function rewardNoticeRoutes({ app, organizationId }: RewardNoticeDeps): Hono {
  const routes = new Hono();
  routes.post('/:provider', bodyLimit({ maxSize: MOST_BYTES }), async (c) => {
    const request = { header: (name: string) => c.req.header(name), body: await c.req.text() };
    const provider = c.req.param('provider');
    const isTaken = await app.reward.takeNotice({ organizationId, provider, request });
    return isTaken ? c.text('Taken.\n') : c.text('This is not signed as it should be.\n', 401);
  });
  return routes;
}
