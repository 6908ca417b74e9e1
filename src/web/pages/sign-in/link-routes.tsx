import type { Context, Hono } from 'hono';
import { z } from 'zod';
import type { App } from '#src/app.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { homeOfSession } from '../../frame/home-of.ts';
import { readForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { createFindAddress } from '../../sign-in/client-address.ts';
import { clearCookie, readCookie } from '../../sign-in/cookies.ts';
import { keepSession } from '../../sign-in/keep-session.ts';
import { localPath } from '../../sign-in/local-path.ts';
import { originOf } from '../../sign-in/origin-of.ts';
import { NoSignInPage, LinkPage, MailSentPage } from './page.tsx';

type Spent = Awaited<ReturnType<App['session']['spendLink']>>;

const Typed = z.object({
  code: z.string().max(40).optional().catch(undefined),
  back: z.string().max(500).optional().catch(undefined),
});

/**
 * Links from chat and mail. To open one only shows whose wallet it opens, because mail programs and scanners follow links by
 * themselves; its form uses it up.
 */
export function linkRoutes(routes: Hono<SiteEnv>, deps: SiteDeps): void {
  const { app, words, organization } = deps;
  const shown = { words, organization };
  const findAddress = createFindAddress(deps.trustedProxies);

  async function bringIn(c: Context, token?: string): Promise<{ spent: Spent; back: string | undefined }> {
    const typed = await readForm(c, Typed);
    const spent = await app.session.spendLink({
      token,
      browser: readCookie(c, 'asked'),
      typed: typed.code,
      origin: originOf(c, findAddress),
      held: readCookie(c, 'session'),
    });
    return { spent, back: localPath(typed.back) };
  }

  async function showLink(
    c: Context,
    token: string,
    { refusal, back = localPath(c.req.query('back')) }: { refusal?: Refusal; back?: string | undefined } = {},
  ): Promise<Response> {
    const link = await app.session.findLink({ token, browser: readCookie(c, 'asked') });
    if (!link) return show(c, <NoSignInPage {...shown} why="bad" />, 404);
    const isDead = link.state === 'spent' || link.state === 'old';
    const error = refusal && refusalText(words, refusal);
    const path = `/sign-in/link/${token}`;
    return show(
      c,
      <LinkPage {...shown} link={link} path={path} error={error} back={back} />,
      isDead ? 410 : refusal ? 403 : 200,
    );
  }

  routes.get('/link/:token', (c) => showLink(c, c.req.param('token')));
  routes.post('/link/:token', async (c) => {
    const token = c.req.param('token');
    const { spent, back } = await bringIn(c, token);
    return spent.ok
      ? enter(c, deps, spent.value, back)
      : showLink(c, token, { refusal: spent.refusal, back });
  });
  routes.post('/code', async (c) => {
    const { spent, back } = await bringIn(c);
    if (spent.ok) return enter(c, deps, spent.value, back);
    const error = refusalText(words, spent.refusal);
    return show(c, <MailSentPage {...shown} error={error} back={back} />, 403);
  });
}

async function enter(
  c: Context,
  deps: SiteDeps,
  begun: Extract<Spent, { ok: true }>['value'],
  back: string | undefined,
): Promise<Response> {
  keepSession(c, begun);
  clearCookie(c, 'asked');
  return c.redirect(back ?? (await homeOfSession(deps, begun.token)), 303);
}
