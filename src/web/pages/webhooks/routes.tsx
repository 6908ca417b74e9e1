import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import { EVENT_TYPE_NAMES, isEventType } from '#src/domain/webhook/event-types.ts';
import type { Words } from '#src/words/words.ts';
import type { FieldErrors } from '../../frame/field.tsx';
import { readForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import { requireStepUp } from '../../sign-in/require-step-up.ts';
import { signedIn } from '../../sign-in/signed-in.ts';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { listOwn, onlyAdmins, showLog, showMissing, showSecret } from './answers.tsx';
import { type WebhookForm, WebhooksPage } from './page.tsx';

const HERE = '/webhooks';
/** Events are kept for so long. */
const KEPT_MS = 30 * DAY_MS;

/** Several boxes of one name come as a list, one as a text, and none not at all. */
const Typed = z.object({
  url: z.string().trim().max(2_000).catch(''),
  types: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((found) => [found].flat().filter(isEventType)),
});

const TypedEvent = z.object({ eventId: z.uuid().optional().catch(undefined) });

const EMPTY: WebhookForm = { url: '', types: [] };

/** The webhooks of the organization, for admins: each visit needs a second factor. */
export function webhooksRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const { app, words, clock } = deps;
  const routes = new Hono<SiteEnv>();
  routes.use(signedIn(deps), onlyAdmins(deps), requireStepUp(deps, HERE));
  routes.get('/', (c) => showWebhooks(deps, c));
  routes.post('/', async (c) => {
    const form = await readForm(c, Typed);
    const errors = errorsOf(words, form);
    if (Object.keys(errors).length > 0) return showWebhooks(deps, c, { form, errors });
    const made = await app.webhook.create({ actor: c.get('signedIn').person, ...form });
    if (!made.ok) return showWebhooks(deps, c, { form, errors: { url: refusalText(words, made.refusal) } });
    return showSecret(deps, c, { webhookId: made.value.id, secret: made.value.secret });
  });
  routes.get('/:id', (c) => showLog(deps, c));
  routes.post('/:id/ping', (c) => act(deps, c, app.webhook.ping));
  routes.post('/:id/pause', (c) => act(deps, c, app.webhook.pause));
  routes.post('/:id/resume', (c) => act(deps, c, app.webhook.resume));
  routes.post('/:id/delete', (c) => act(deps, c, app.webhook.delete, HERE));
  routes.post('/:id/replay', async (c) => {
    const { eventId } = await readForm(c, TypedEvent);
    const until = clock.now();
    const failed = { since: new Date(until.getTime() - KEPT_MS), until, which: 'failed' as const };
    const replayed = eventId === undefined ? failed : { eventId };
    return act(deps, c, (asked) => app.webhook.replay({ ...asked, replayed }));
  });
  routes.post('/:id/rotate', async (c) => {
    const asked = askedBy(c);
    if (!asked) return showMissing(deps, c);
    const rotated = await app.webhook.rotate({ ...asked, isLeaked: false });
    if (!rotated.ok) return showLog(deps, c, refusalText(words, rotated.refusal));
    return showSecret(deps, c, { webhookId: asked.webhookId, ...rotated.value });
  });
  return routes;
}

async function showWebhooks(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  { form = EMPTY, errors = {} }: { form?: WebhookForm; errors?: FieldErrors } = {},
): Promise<Response> {
  const { words, organization } = deps;
  const webhooks = await listOwn(deps, c);
  const shown = { words, organization, reader: c.get('signedIn'), webhooks, form, errors };
  return show(c, <WebhooksPage {...shown} />, Object.keys(errors).length > 0 ? 400 : 200);
}

type Asked = NonNullable<ReturnType<typeof askedBy>>;

/** Does something with a webhook, and goes on to its page, where it also stands why it was not done. */
async function act(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  work: (asked: Asked) => Promise<Outcome<unknown>>,
  next?: string,
): Promise<Response> {
  const asked = askedBy(c);
  if (!asked) return showMissing(deps, c);
  const done = await work(asked);
  if (!done.ok) return showLog(deps, c, refusalText(deps.words, done.refusal));
  return c.redirect(next ?? `${HERE}/${asked.webhookId}`, 303);
}

/** Which webhook, and who asks; undefined when the address names none. */
function askedBy(c: Context<SiteEnv>) {
  const webhookId = c.req.param('id') ?? '';
  return isUuid(webhookId) ? { actor: c.get('signedIn').person, webhookId } : undefined;
}

function errorsOf(words: Words, { url, types }: WebhookForm): FieldErrors {
  return {
    ...(url === '' && { url: words.say('web.webhooks.urlMissing') }),
    ...(types.length === 0 && { [`type-${EVENT_TYPE_NAMES[0]}`]: words.say('web.webhooks.typeMissing') }),
  };
}
