import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { may } from '#src/domain/people/access.ts';
import { API_SCOPES, isApiScope, MAX_TOKEN_NAME } from '#src/domain/session/api-token.ts';
import type { FieldErrors } from '../../frame/field.tsx';
import { readForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { requireStepUp } from '../../sign-in/require-step-up.ts';
import { signedIn } from '../../sign-in/signed-in.ts';
import { TroublePage } from '../trouble/page.tsx';
import { MadeTokenPage } from './made-page.tsx';
import { TOKEN_DAYS, type TokenForm, TokensPage } from './page.tsx';

const HERE = '/tokens';

/** Several boxes of one name come as a list, one as a text, and none not at all. */
const Typed = z.object({
  name: z.string().trim().max(MAX_TOKEN_NAME).catch(''),
  scopes: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((found) => [found].flat().filter(isApiScope)),
  marketplaceId: z.string().max(100).catch(''),
  days: z.coerce
    .number()
    .refine((days) => TOKEN_DAYS.includes(days))
    .catch(90),
});

const EMPTY: TokenForm = { name: '', scopes: [], marketplaceId: '', days: 90 };

/** The tokens of programs that call the API: an admin sees all, makes their own, and ends any. Each visit needs a second factor. */
export function tokensRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const { app, words, organization, clock } = deps;
  const routes = new Hono<SiteEnv>();
  routes.use(signedIn(deps), onlyAdmins(deps), requireStepUp(deps, HERE));
  routes.get('/', (c) => showTokens(c));
  routes.post('/', async (c) => {
    const { person } = c.get('signedIn');
    const form = await readForm(c, Typed);
    const errors = errorsOf(deps, form);
    if (Object.keys(errors).length > 0) return showTokens(c, { form, errors });
    const { id: personId, organizationId } = person;
    const expiresAt = new Date(clock.now().getTime() + form.days * DAY_MS);
    const { name, scopes } = form;
    const shop = (await listShops(c)).find(({ id }) => id === form.marketplaceId);
    const made = await app.session.makeToken({
      organizationId,
      personId,
      makerId: personId,
      name,
      scopes,
      marketplaceId: shop?.id,
      expiresAt,
    });
    if (!made.ok && made.refusal.kind === 'second-person-for-right')
      return c.redirect(`${HERE}?said=asked`, 303);
    if (!made.ok) return showTokens(c, { form, errors: { name: refusalText(words, made.refusal) } });
    const shown = { words, organization, reader: c.get('signedIn') };
    return show(c, <MadeTokenPage {...shown} {...made.value} />);
  });
  routes.post('/:id/make', async (c) => {
    const { organizationId, id: makerId } = c.get('signedIn').person;
    const proposalId = c.req.param('id');
    // Whoever presses twice sees the list, in which it is.
    if (!isUuid(proposalId)) return c.redirect(HERE, 303);
    const made = await app.session.makeConfirmedToken({ organizationId, proposalId, makerId });
    if (!made.ok) return c.redirect(HERE, 303);
    const shown = { words, organization, reader: c.get('signedIn') };
    return show(c, <MadeTokenPage {...shown} {...made.value} />);
  });
  routes.post('/:id/end', async (c) => {
    const { organizationId, id: actorId } = c.get('signedIn').person;
    const tokenId = c.req.param('id');
    // Whoever presses twice sees the same.
    if (isUuid(tokenId)) await app.session.endToken({ organizationId, tokenId, actorId });
    return c.redirect(HERE, 303);
  });
  return routes;

  function listShops(c: Context<SiteEnv>) {
    return app.queries.checkout.listMarketplaces(c.get('signedIn').person);
  }

  async function showTokens(
    c: Context<SiteEnv>,
    { form = EMPTY, errors = {} }: { form?: TokenForm; errors?: FieldErrors } = {},
  ): Promise<Response> {
    const reader = c.get('signedIn');
    const tokens = await app.queries.session.listTokens(reader.person);
    const marketplaces = await listShops(c);
    const now = clock.now();
    const ready = await app.queries.session.listTokensToMake(reader.person, {
      makerId: reader.person.id,
      now,
    });
    const isAsked = c.req.query('said') === 'asked';
    const shown = { words, organization, reader, tokens, ready, isAsked, marketplaces, form, errors, now };
    return show(c, <TokensPage {...shown} />, Object.keys(errors).length > 0 ? 400 : 200);
  }
}

function onlyAdmins(deps: SiteDeps): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    const reader = c.get('signedIn');
    if (!may(reader.person.role, 'make-tokens'))
      return show(c, <TroublePage {...deps} reader={reader} trouble="no-right" />, 403);
    await next();
    return undefined;
  };
}

function errorsOf({ words }: SiteDeps, { name, scopes }: TokenForm): FieldErrors {
  return {
    ...(name === '' && { name: words.say('web.tokens.nameMissing') }),
    ...(scopes.length === 0 && { [`scope-${API_SCOPES[0]}`]: words.say('web.tokens.scopeMissing') }),
  };
}
