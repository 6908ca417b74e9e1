import type { Context } from 'hono';
import type { FoundFactor, SignedIn } from '#src/app.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { factorPath } from '../../sign-in/factor-path.ts';
import { localPath } from '../../sign-in/local-path.ts';
import { FactorCodePage } from './code-page.tsx';
import { type SaidOfFactor, SecondFactorPage, type Shown } from './page.tsx';
import { SetUpPage } from './set-up-page.tsx';

export type FactorContext = Context<SiteEnv>;

const SAID: readonly SaidOfFactor[] = ['recovery', 'removed', 'kept'];

/** Where the second factor is shown and changed. */
export const HERE = '/second-factor';

/** What is said about a session where a second factor is set up or changed. */
export function factorSessionOf(c: FactorContext) {
  const { person, session } = c.get('signedIn');
  return { person, passedAt: session.secondFactorAt, isLimited: session.isLimited };
}

export function shownTo({ words, organization }: SiteDeps, reader: SignedIn): Shown {
  return { words, organization, reader };
}

/** What the reader has: nobody is refused to see their own. */
export async function findOwnFactor({ app, clock }: SiteDeps, { person }: SignedIn): Promise<FoundFactor> {
  const found = await app.queries.session.findFactor(person, person.id);
  const own = must(found.ok ? found.value : undefined, 'second factor of one’s own');
  const isOver = own.reset && own.reset.expiresAt <= clock.now();
  return isOver ? { ...own, reset: undefined } : own;
}

export async function showOverview(
  c: FactorContext,
  deps: SiteDeps,
  { error, back }: { error?: string; back?: string | undefined } = {},
): Promise<Response> {
  const reader = c.get('signedIn');
  const said = SAID.find((one) => one === c.req.query('said'));
  const state = await findOwnFactor(deps, reader);
  const props = { ...shownTo(deps, reader), state, said, back, error };
  return show(c, <SecondFactorPage {...props} />, error === undefined ? 200 : 403);
}

export async function showCode(
  c: FactorContext,
  deps: SiteDeps,
  { back, refusal }: { back: string | undefined; refusal?: Refusal },
): Promise<Response> {
  const reader = c.get('signedIn');
  const error = refusal && refusalText(deps.words, refusal);
  const isAgain = reader.session.secondFactorAt !== null;
  const status = refusal?.kind === 'factor-paused' ? 429 : refusal ? 403 : 200;
  return show(
    c,
    <FactorCodePage {...shownTo(deps, reader)} isAgain={isAgain} back={back} error={error} />,
    status,
  );
}

export async function showSetUp(
  c: FactorContext,
  deps: SiteDeps,
  { back, refusal }: { back: string | undefined; refusal?: Refusal },
): Promise<Response> {
  const found = await deps.app.session.findEnrolment(factorSessionOf(c));
  if (!found.ok) return refuseChange(c, deps, refusal ?? found.refusal);
  const error = refusal && refusalText(deps.words, refusal);
  const shown = shownTo(deps, c.get('signedIn'));
  const page = <SetUpPage {...shown} enrolment={found.value} back={back} error={error} />;
  return show(c, page, refusal ? 403 : 200);
}

/** Says why a second factor stays as it is, or asks for it first. */
export async function refuseChange(c: FactorContext, deps: SiteDeps, refusal: Refusal): Promise<Response> {
  if (refusal.kind === 'step-up-needed') return c.redirect(factorPath('ask', HERE), 303);
  return showOverview(c, deps, { error: refusalText(deps.words, refusal) });
}

/** The page to come back to that stands in the address. */
export function backIn(c: FactorContext): string | undefined {
  return localPath(c.req.query('back'));
}
