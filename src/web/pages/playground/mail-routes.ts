import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Mailbox, ReceivedMail } from '#src/ports/mail.ts';
import type { PlaygroundPerson } from '#src/ports/playground.ts';

/**
 * A mail is foreign HTML: it may look any way but do nothing. It runs no script, loads nothing from elsewhere, and only
 * the playground's own pages may frame it. It keeps its origin only so that the page around it can measure its height.
 */
const MAIL_POLICY = [
  'sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox',
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join('; ');

/** Serves each mail's HTML under its Message-ID. */
export function mailRoutes(mailbox: Mailbox | undefined): Hono {
  const routes = new Hono();
  routes.get('/mails/:messageId', (c) => {
    const mail = latestMails(mailbox).find(({ messageId }) => messageId === c.req.param('messageId'));
    if (!mail) return c.text('There is no such mail any more.\n', 404);
    const page = mail.html || html`<pre>${mail.text}</pre>`;
    return c.html(page, 200, { 'content-security-policy': MAIL_POLICY, 'cache-control': 'no-store' });
  });
  return routes;
}

/** Newest first. A mail that was sent twice appears once, as in any good mail reader. */
export function latestMails(mailbox: Mailbox | undefined): ReceivedMail[] {
  const byMessageId = new Map((mailbox?.mails() ?? []).map((mail) => [mail.messageId, mail]));
  return [...byMessageId.values()].toReversed();
}

/** Whether the mail is addressed to this person; `to` may be a bare address or `Alice <alice@example.com>`. */
export function isMailTo(mail: ReceivedMail, person: PlaygroundPerson): boolean {
  if (!person.email) return false;
  const address = /<([^<>]+)>\s*$/.exec(mail.to)?.[1] ?? mail.to;
  return address.trim().toLowerCase() === person.email.toLowerCase();
}
