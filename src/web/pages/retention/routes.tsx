import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { cleanText } from '#src/domain/kit/fold.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { mayAct } from '#src/domain/people/access.ts';
import { isRetention, type Retention } from '#src/domain/people/retention.ts';
import type { FieldErrors } from '../../frame/field.tsx';
import { readForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { requireStepUp } from '../../sign-in/require-step-up.ts';
import { signedIn } from '../../sign-in/signed-in.ts';
import { onlyWith } from '../catalogue/routes.tsx';
import { ConfirmRetentionPage, RetentionPage, seenOf, type TypedRetention } from './page.tsx';

const HERE = '/retention';
const MOST_REASON = 500;

const Text = z.string().trim().max(10_000).default('');
const Sent = z.object({
  texts: Text,
  addresses: Text,
  reason: Text.transform(cleanText),
  seen: Text,
  step: z.enum(['look', 'save']).catch('look'),
});

/** For how long texts and addresses are kept: HR and admins see what would go, and say so. Each visit takes a second factor. */
export function retentionRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const { app, words, clock, organization } = deps;
  const routes = new Hono<SiteEnv>();
  routes.use(
    signedIn(deps),
    onlyWith(deps, (person) => mayAct(person, 'erase-people')),
    requireStepUp(deps, HERE),
  );
  routes.get('/', (c) => showForm(c, {}));
  routes.post('/', async (c) => {
    const { step, seen, ...typed } = await readForm(c, Sent);
    const { wanted, errors } = read(typed);
    if (!wanted) return showForm(c, { typed, errors });
    const { person } = c.get('signedIn');
    const now = await findNow(c);
    if (step === 'look') {
      const asked = { ...wanted, now: clock.now() };
      const preview = must(await app.queries.people.previewRetention(person, asked), 'preview');
      const shown = { words, organization, reader: c.get('signedIn'), now, typed, wanted, preview };
      return show(c, <ConfirmRetentionPage {...shown} />);
    }
    if (seen !== seenOf(now)) return refuse(c, typed, { kind: 'setting-changed' });
    const { id: actorId, organizationId } = person;
    const change = { ...wanted, organizationId, actorId, reason: typed.reason, seen: now };
    const set = await app.people.setRetention(change);
    return set.ok ? c.redirect(`${HERE}?said=set`, 303) : refuse(c, typed, set.refusal);
  });
  return routes;

  async function findNow(c: Context<SiteEnv>) {
    return must(await app.queries.people.findRetention(c.get('signedIn').person), 'retention');
  }

  async function showForm(
    c: Context<SiteEnv>,
    { typed, errors = {}, status }: { typed?: TypedRetention; errors?: FieldErrors; status?: 409 },
  ): Promise<Response> {
    const now = await findNow(c);
    const isSaid = c.req.query('said') === 'set';
    const shown = { words, organization, reader: c.get('signedIn'), now, typed, errors, isSaid };
    const isWrong = Object.keys(errors).length > 0;
    return show(c, <RetentionPage {...shown} />, status ?? (isWrong ? 400 : 200));
  }

  function refuse(c: Context<SiteEnv>, typed: TypedRetention, refusal: Refusal): Promise<Response> {
    return showForm(c, { typed, errors: { texts: refusalText(words, refusal) }, status: 409 });
  }

  function read(typed: TypedRetention): { wanted?: Retention; errors: FieldErrors } {
    const [textDays, addressDays] = [daysOf(typed.texts), daysOf(typed.addresses)];
    const wrong = refusalText(words, { kind: 'retention-days' });
    const isLong = typed.reason.length > MOST_REASON;
    const errors: FieldErrors = {
      ...(!isRetention({ textDays, addressDays: null }) && { texts: wrong }),
      ...(!isRetention({ textDays: null, addressDays }) && { addresses: wrong }),
      ...(typed.reason === '' && { reason: words.say('web.change.noReason') }),
      ...(isLong && { reason: words.say('web.form.long', { most: MOST_REASON }) }),
    };
    return Object.keys(errors).length > 0 ? { errors } : { wanted: { textDays, addressDays }, errors };
  }
}

/** Empty is for ever; what is no whole number is no number of days that can be kept. */
function daysOf(text: string): number | null {
  if (text === '') return null;
  return /^\d{1,5}$/u.test(text) ? Number(text) : -1;
}
