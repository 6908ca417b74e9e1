import type { Context } from 'hono';
import { may } from '#src/domain/people/access.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { TroublePage } from '../trouble/page.tsx';
import { WebhookLogPage } from './log-page.tsx';
import { WebhookSecretPage } from './secret-page.tsx';

const CALLS_SHOWN = 50;

/** The organization's webhooks; none for who may not see them. */
export async function listOwn({ app, clock }: SiteDeps, c: Context<SiteEnv>) {
  const listed = await app.queries.webhook.list(c.get('signedIn').person, clock.now());
  return listed.ok ? listed.value : [];
}

/** The page of the webhook that the address names. `refusal`: why what was just asked for was not done. */
export async function showLog(deps: SiteDeps, c: Context<SiteEnv>, refusal?: string): Promise<Response> {
  const { app, words, organization } = deps;
  const reader = c.get('signedIn');
  const id = c.req.param('id');
  const webhook = (await listOwn(deps, c)).find((one) => one.id === id);
  if (!webhook) return showMissing(deps, c);
  const log = await app.queries.webhook.log(reader.person, { webhookId: webhook.id, limit: CALLS_SHOWN });
  const shown = { words, organization, reader, webhook, calls: log.ok ? log.value : [], refusal };
  return show(c, <WebhookLogPage {...shown} />, refusal === undefined ? 200 : 409);
}

type NewSecret = Pick<Parameters<typeof WebhookSecretPage>[0], 'webhookId' | 'secret' | 'oldEndsAt'>;

export function showSecret(
  { words, organization }: SiteDeps,
  c: Context<SiteEnv>,
  made: NewSecret,
): Promise<Response> {
  const shown = { words, organization, reader: c.get('signedIn') };
  return show(c, <WebhookSecretPage {...shown} {...made} />);
}

export function showMissing(deps: SiteDeps, c: Context<SiteEnv>): Promise<Response> {
  return show(c, <TroublePage {...deps} reader={c.get('signedIn')} trouble="missing" />, 404);
}

/** Stands before every page of webhooks. */
export function onlyAdmins(deps: SiteDeps) {
  return async (c: Context<SiteEnv>, next: () => Promise<void>): Promise<Response | undefined> => {
    const reader = c.get('signedIn');
    if (!may(reader.person.role, 'manage-webhooks'))
      return show(c, <TroublePage {...deps} reader={reader} trouble="no-right" />, 403);
    await next();
    return undefined;
  };
}
