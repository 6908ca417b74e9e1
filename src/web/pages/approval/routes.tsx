import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { App } from '#src/app.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { withPlainTexts } from '#src/domain/kit/plain-texts.ts';
import type { Words } from '#src/words/words.ts';
import { ApprovalPage, DeadLinkPage } from './page.tsx';

export type ApprovalDeps = { app: Pick<App, 'approval'>; words: Words };

const MAX_BYTES = 10_000;

const Decided = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('approve') }),
  z.object({ decision: z.literal('decline'), reason: z.string().max(500) }),
]);

/** What a second click on the same button is refused for, although all is as its presser wanted. */
const DONE_BEFORE = { approve: 'already-approved', decline: 'already-declined' } as const;

/** The pages that links in mails lead to. Opening one only shows the request; submitting a form decides it. */
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
  const read = Decided.safeParse(withPlainTexts(await c.req.parseBody()));
  if (!read.success) return c.text('That cannot be decided.\n', 400);
  const link = await app.approval.openLink(token);
  if (!link) return showDead(c, deps);
  const decision =
    read.data.decision === 'approve'
      ? { kind: 'approve' as const }
      : { kind: 'decline' as const, reason: read.data.reason };
  const { person, approval } = link;
  const decided = await app.approval.decide({ person, approvalId: approval.id, decision });
  if (decided.ok)
    return show(c, <ApprovalPage words={words} reader={person.name} approval={decided.value} />);
  const isWanted = decided.refusal.kind === DONE_BEFORE[decision.kind];
  const now = (await app.approval.openLink(token))?.approval ?? approval;
  if (isWanted) return show(c, <ApprovalPage words={words} reader={person.name} approval={now} />);
  const refusal = refusalText(words, decided.refusal);
  return show(c, <ApprovalPage words={words} reader={person.name} approval={now} refusal={refusal} />, 409);
}

function show(c: Context, page: ReturnType<typeof ApprovalPage>, status: 200 | 404 | 409 = 200) {
  c.header('cache-control', 'no-store');
  c.header('x-robots-tag', 'noindex');
  return c.html(page, status);
}

function showDead(c: Context, { words }: ApprovalDeps) {
  return show(c, <DeadLinkPage words={words} />, 404);
}
