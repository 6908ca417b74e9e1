import { type Context, Hono, type Next } from 'hono';
import { z } from 'zod';
import type { WaitingReset } from '#src/app.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { must } from '#src/domain/kit/must.ts';
import { may } from '#src/domain/people/access.ts';
import type { FieldErrors } from '../../frame/field.tsx';
import { readForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { requireStepUp } from '../../sign-in/require-step-up.ts';
import { signedIn } from '../../sign-in/signed-in.ts';
import { TroublePage } from '../trouble/page.tsx';
import { ConfirmResetPage, FactorResetsPage, SAID_OF_RESETS, type TypedReset } from './page.tsx';

const HERE = '/factor-resets';

/** What is missing is answered beside its field. */
const Typed = z.object({
  email: z.string().trim().max(300).catch(''),
  reason: z.string().trim().max(500).catch(''),
});

/**
 * Resets of second factors that people lost, with the recovery codes: one admin asks, another one confirms. Whatever is done here takes
 * a second factor of the last minutes.
 */
export function factorResetsRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const { app, words, organization } = deps;
  const routes = new Hono<SiteEnv>();
  routes.use(signedIn(deps), forAdmins(deps));

  function shownTo(c: Context<SiteEnv>) {
    return { words, organization, reader: c.get('signedIn') };
  }

  async function listWaiting(c: Context<SiteEnv>): Promise<WaitingReset[]> {
    const { person } = c.get('signedIn');
    const found = await app.queries.session.listFactorResets(person, deps.clock.now());
    return must(found.ok ? found.value : undefined, 'resets for an admin');
  }

  async function showList(
    c: Context<SiteEnv>,
    { typed, errors = {} }: { typed?: TypedReset; errors?: FieldErrors } = {},
  ): Promise<Response> {
    const said = saidOf(c.req.query('said'));
    const more = { waiting: await listWaiting(c), said, typed, errors };
    return show(c, <FactorResetsPage {...shownTo(c)} {...more} />, typed ? 409 : 200);
  }

  async function showOne(c: Context<SiteEnv>, personId: string, error?: string): Promise<Response> {
    const reset = (await listWaiting(c)).find((one) => one.personId === personId);
    if (!reset) return show(c, <TroublePage {...shownTo(c)} trouble="missing" />, 404);
    return show(c, <ConfirmResetPage {...shownTo(c)} reset={reset} error={error} />, error ? 409 : 200);
  }

  routes.get('/', (c) => showList(c));
  routes.post('/', requireStepUp(deps, HERE), async (c) => {
    const typed = await readForm(c, Typed);
    const { person: admin } = c.get('signedIn');
    const [person] = await app.queries.people.findByEmail(admin, [typed.email]);
    if (!person) return showList(c, { typed, errors: { email: words.say('web.resets.unknown') } });
    const { reason } = typed;
    const asked = await app.session.askFactorReset({ admin, personId: person.id, reason });
    if (asked.ok) return c.redirect(`${HERE}?said=asked`, 303);
    const field = asked.refusal.kind === 'reset-reason-missing' ? 'reason' : 'email';
    return showList(c, { typed, errors: { [field]: refusalText(words, asked.refusal) } });
  });
  routes.get('/:personId', requireStepUp(deps), (c) => showOne(c, c.req.param('personId')));
  routes.post('/:personId/confirm', requireStepUp(deps, HERE), async (c) => {
    const personId = c.req.param('personId');
    if (!(await isWaiting(c, personId))) return showOne(c, personId);
    const { person: admin } = c.get('signedIn');
    const confirmed = await app.session.confirmFactorReset({ admin, personId });
    if (confirmed.ok) return c.redirect(`${HERE}?said=confirmed`, 303);
    return showOne(c, personId, refusalText(words, confirmed.refusal));
  });
  routes.post('/:personId/decline', requireStepUp(deps, HERE), async (c) => {
    const personId = c.req.param('personId');
    if (!(await isWaiting(c, personId))) return showOne(c, personId);
    const { person: decider } = c.get('signedIn');
    const declined = await app.session.declineFactorReset({ decider, personId });
    if (declined.ok) return c.redirect(`${HERE}?said=declined`, 303);
    return showOne(c, personId, refusalText(words, declined.refusal));
  });
  return routes;

  async function isWaiting(c: Context<SiteEnv>, personId: string): Promise<boolean> {
    return (await listWaiting(c)).some((one) => one.personId === personId);
  }
}

/** An admin who signed in by their address alone is none here either. */
function forAdmins({ words, organization }: SiteDeps) {
  return async (c: Context<SiteEnv>, next: Next): Promise<Response | undefined> => {
    const reader = c.get('signedIn');
    if (!may(reader.person.role, 'link-identities'))
      return show(c, <TroublePage {...{ words, organization, reader }} trouble="no-right" />, 403);
    await next();
    return undefined;
  };
}

function saidOf(text: string | undefined): keyof typeof SAID_OF_RESETS | undefined {
  return text !== undefined && Object.hasOwn(SAID_OF_RESETS, text)
    ? (text as keyof typeof SAID_OF_RESETS)
    : undefined;
}
