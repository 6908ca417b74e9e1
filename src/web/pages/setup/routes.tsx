import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { must } from '#src/domain/kit/must.ts';
import { mayAct } from '#src/domain/people/access.ts';
import { SETUP_STEPS } from '#src/domain/people/setup.ts';
import { readForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { signedIn } from '../../sign-in/signed-in.ts';
import { requireStepUp } from '../../sign-in/require-step-up.ts';
import { onlyWith } from '../catalogue/routes.tsx';
import { TroublePage } from '../trouble/page.tsx';
import { SetupPage } from './page.tsx';
import { readSetup } from './read-setup.ts';

const HERE = '/setup';
const Hidden = z.object({ hide: z.enum(['yes', 'no']) });
const Removal = z.object({ step: z.enum(['remove', 'keep']) });

const SAID = { leaves: 'web.sample.saidLeaves', stays: 'web.sample.saidStays' } as const;

/** What there is to set up, for admins. What there was for a start can go, with a fresh second factor. */
export function setupRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const { app, words, organization } = deps;
  const routes = new Hono<SiteEnv>();
  routes.use(
    signedIn(deps),
    onlyWith(deps, (person) => mayAct(person, 'set-up')),
  );

  async function showSetup(c: Context<SiteEnv>, wrong?: string) {
    const reader = c.get('signedIn');
    const read = must(await readSetup(deps, reader.person), 'set-up of an admin');
    const said = c.req.query('said') ?? '';
    const isPreview = c.req.query('sample') === 'look';
    const what = Object.hasOwn(SAID, said) ? words.say(SAID[said as keyof typeof SAID]) : undefined;
    const more = { words, organization, reader, isPreview, said: what, wrong };
    return show(c, <SetupPage {...more} {...read} />, wrong === undefined ? 200 : 409);
  }

  routes.get('/', (c) => showSetup(c));
  routes.post('/sample', requireStepUp(deps, HERE), async (c) => {
    const { step } = await readForm(c, Removal);
    const isWanted = step === 'remove';
    const done = await app.people.removeSample({ actor: c.get('signedIn').person, isWanted });
    if (!done.ok) return showSetup(c, refusalText(words, done.refusal));
    return c.redirect(`${HERE}?said=${isWanted ? 'leaves' : 'stays'}`, 303);
  });
  routes.post('/:step', async (c) => {
    const reader = c.get('signedIn');
    const step = SETUP_STEPS.find((one) => one === c.req.param('step'));
    if (!step) return show(c, <TroublePage {...{ words, organization, reader }} trouble="missing" />, 404);
    const { hide } = await readForm(c, Hidden);
    const done = await app.people.hideSetupStep({ actor: reader.person, step, isHidden: hide === 'yes' });
    return done.ok ? c.redirect(HERE, 303) : showSetup(c, refusalText(words, done.refusal));
  });
  return routes;
}
