import { Hono } from 'hono';
import { z } from 'zod';
import { homeOf } from '../../frame/home-of.ts';
import { readForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { factorPath } from '../../sign-in/factor-path.ts';
import { keepSession } from '../../sign-in/keep-session.ts';
import { localPath } from '../../sign-in/local-path.ts';
import { requireStepUp } from '../../sign-in/require-step-up.ts';
import { signedInAtFirst } from '../../sign-in/signed-in.ts';
import {
  backIn,
  type FactorContext,
  factorSessionOf,
  findOwnFactor,
  HERE,
  refuseChange,
  showCode,
  showOverview,
  showSetUp,
  shownTo,
} from './answers.tsx';
import { RecoveryPage } from './recovery-page.tsx';

/** An empty or overlong code is answered beside its field. */
const Typed = z.object({
  code: z.string().max(200).catch(''),
  back: z.string().max(500).optional().catch(undefined),
});

async function typedIn(c: FactorContext): Promise<{ code: string; back: string | undefined }> {
  const { code, back } = await readForm(c, Typed);
  return { code, back: localPath(back) };
}

/**
 * The second factor: it is set up, asked for, moved to another phone and removed here. These pages are there for who has not given one
 * yet; what changes one that there is already takes one of the last minutes.
 */
export function secondFactorRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const routes = new Hono<SiteEnv>();
  routes.use(signedInAtFirst(deps));
  askRoutes(routes, deps);
  setUpRoutes(routes, deps);
  changeRoutes(routes, deps);
  return routes;
}

/** What there is, and where it is asked for. */
function askRoutes(routes: Hono<SiteEnv>, deps: SiteDeps): void {
  const { app } = deps;
  routes.get('/', async (c) => {
    const gate = await app.session.findFactorGate({ ...c.get('signedIn'), purpose: 'look' });
    return gate === 'ask'
      ? c.redirect(factorPath('ask', HERE), 303)
      : showOverview(c, deps, { back: backIn(c) });
  });
  routes.get('/code', async (c) => {
    const { factor } = await findOwnFactor(deps, c.get('signedIn'));
    return factor ? showCode(c, deps, { back: backIn(c) }) : showOverview(c, deps, { back: backIn(c) });
  });
  routes.post('/code', async (c) => {
    const { code, back } = await typedIn(c);
    const passed = await app.session.passFactor({ ...c.get('signedIn'), typed: code });
    if (!passed.ok) return showCode(c, deps, { back, refusal: passed.refusal });
    keepSession(c, passed.value.begun);
    const onward = back ?? homeOf(c.get('signedIn').person.role);
    const isRecovery = passed.value.way === 'recovery';
    return c.redirect(isRecovery ? `${HERE}?said=recovery&back=${encodeURIComponent(onward)}` : onward, 303);
  });
}

/** An app is set up. */
function setUpRoutes(routes: Hono<SiteEnv>, deps: SiteDeps): void {
  const { app } = deps;
  routes.post('/begin', async (c) => {
    const { back } = await typedIn(c);
    const begun = await app.session.beginEnrolment(factorSessionOf(c));
    if (!begun.ok) return refuseChange(c, deps, begun.refusal);
    const path = `${HERE}/set-up`;
    return c.redirect(back === undefined ? path : `${path}?back=${encodeURIComponent(back)}`, 303);
  });
  routes.get('/set-up', (c) => showSetUp(c, deps, { back: backIn(c) }));
  routes.post('/confirm', async (c) => {
    const { code, back } = await typedIn(c);
    const { person, session } = c.get('signedIn');
    const confirmed = await app.session.confirmEnrolment({ person, session, typed: code });
    if (!confirmed.ok) return showSetUp(c, deps, { back, refusal: confirmed.refusal });
    const { begun, codes } = confirmed.value;
    keepSession(c, begun);
    const shown = shownTo(deps, { person, session: begun.session });
    return show(c, <RecoveryPage {...shown} codes={codes} isFirst back={back} />);
  });
}

/** What there is changes, for who has just given it. */
function changeRoutes(routes: Hono<SiteEnv>, deps: SiteDeps): void {
  const { app } = deps;
  routes.post('/codes', requireStepUp(deps, HERE), async (c) => {
    const renewed = await app.session.renewRecoveryCodes(factorSessionOf(c));
    if (!renewed.ok) return refuseChange(c, deps, renewed.refusal);
    const shown = shownTo(deps, c.get('signedIn'));
    return show(c, <RecoveryPage {...shown} codes={renewed.value.codes} isFirst={false} back={undefined} />);
  });
  // Whoever still has it says so by giving it: who only got into the session does not.
  routes.post('/decline-reset', async (c) => {
    const { person, session } = c.get('signedIn');
    const gate = await app.session.findFactorGate({ person, session, purpose: 'look' });
    if (gate !== 'open') return c.redirect(factorPath(gate, HERE), 303);
    const declined = await app.session.declineFactorReset({ decider: person, personId: person.id });
    return declined.ok ? c.redirect(`${HERE}?said=kept`, 303) : refuseChange(c, deps, declined.refusal);
  });
  routes.post('/remove', requireStepUp(deps, HERE), async (c) => {
    const removed = await app.session.removeFactor(factorSessionOf(c));
    return removed.ok ? c.redirect(`${HERE}?said=removed`, 303) : refuseChange(c, deps, removed.refusal);
  });
}
