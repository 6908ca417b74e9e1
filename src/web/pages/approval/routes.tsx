import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { App } from '#src/app.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import type { Words } from '#src/words/words.ts';
import { asksForFactor } from '#src/domain/session/asks-for-factor.ts';
import { readForm } from '../../frame/read-form.ts';
import { factorPath } from '../../sign-in/factor-path.ts';
import { findReader } from '../../sign-in/signed-in.ts';
import type { SiteDeps } from '../../site-deps.ts';
import { toHtml } from '../to-html.ts';
import { ApprovalPage, DeadLinkPage } from './page.tsx';

export type ApprovalDeps = {
  app: Pick<App, 'approval'>;
  words: Words;
  /** Set where people sign in: they give the second factor there that a large amount takes. */
  site?: SiteDeps | undefined;
};

const MAX_BYTES = 10_000;

const Decided = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('approve') }),
  z.object({ decision: z.literal('decline'), reason: z.string().max(500) }),
]);

/** What a second click on the same button is refused for, although all is as its presser wanted. */
const DONE_BEFORE = { approve: 'already-approved', decline: 'already-declined' } as const;

/**
 * The pages that links in mails lead to. Opening one only shows the request; submitting a form decides it. Whoever approves more than
 * the amount that asks for a second factor signs in, gives it and comes back.
 */
export function approvalRoutes(deps: ApprovalDeps): Hono {
  const routes = new Hono();
  routes.get('/:token', async (c) => {
    const link = await deps.app.approval.openLink(c.req.param('token'));
    if (!link) return showDead(c, deps);
    const { person, approval } = link;
    return show(c, <ApprovalPage words={deps.words} reader={person.name} approval={approval} />);
  });
  routes.get('*', (c) => showDead(c, deps));
  routes.post('/:token', bodyLimit({ maxSize: MAX_BYTES }), (c) => decide(c, deps, c.req.param('token')));
  return routes;
}

async function decide(c: Context, deps: ApprovalDeps, token: string): Promise<Response> {
  const { app, words } = deps;
  const typed = await readForm(c, Decided);
  const link = await app.approval.openLink(token);
  if (!link) return showDead(c, deps);
  const decision =
    typed.decision === 'approve'
      ? { kind: 'approve' as const }
      : { kind: 'decline' as const, reason: typed.reason };
  const { person, approval } = link;
  const reader = deps.site && (await findReader(deps.site, c));
  const passedAt = reader?.person.id === person.id ? reader.session.secondFactorAt : null;
  const decided = await app.approval.decide({ person, approvalId: approval.id, decision, passedAt });
  if (decided.ok)
    return show(c, <ApprovalPage words={words} reader={person.name} approval={decided.value} />);
  // Back here they press once more: what was posted cannot be repeated.
  if (deps.site && asksForFactor(decided.refusal))
    return c.redirect(factorPath('ask', `/approvals/${token}`), 303);
  const isWanted = decided.refusal.kind === DONE_BEFORE[decision.kind];
  const now = (await app.approval.openLink(token))?.approval ?? approval;
  if (isWanted) return show(c, <ApprovalPage words={words} reader={person.name} approval={now} />);
  const refusal = refusalText(words, decided.refusal);
  return show(c, <ApprovalPage words={words} reader={person.name} approval={now} refusal={refusal} />, 409);
}

async function show(c: Context, page: ReturnType<typeof ApprovalPage>, status: 200 | 404 | 409 = 200) {
  c.header('cache-control', 'no-store');
  c.header('x-robots-tag', 'noindex');
  return c.html(await toHtml(page), status);
}

function showDead(c: Context, { words }: ApprovalDeps) {
  return show(c, <DeadLinkPage words={words} />, 404);
}
