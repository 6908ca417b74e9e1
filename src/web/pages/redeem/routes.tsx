import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { MOST_CODES, readCodes } from '#src/domain/gift/read-codes.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import type { Words } from '#src/words/words.ts';
import { formProblemText } from '../../frame/form-problem-text.ts';
import { tryForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { asksForFactor } from '#src/domain/session/asks-for-factor.ts';
import { createFindAddress } from '../../sign-in/client-address.ts';
import { originOf } from '../../sign-in/origin-of.ts';
import { factorPath } from '../../sign-in/factor-path.ts';
import { signedIn } from '../../sign-in/signed-in.ts';
import { groupCodeScript } from './browser/group-code.ts';
import { AddedPage, ConfirmCodesPage, EnterCodesPage, type Problem } from './page.tsx';

const Typed = z.object({ codes: z.string().max(2_000) });

/**
 * Redeeming codes: what they add is shown first, and done by a second form. The codes travel in forms only, which no browser or
 * proxy keeps.
 */
export function redeemRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const { app, words, organization } = deps;
  const findAddress = createFindAddress(deps.trustedProxies);
  const routes = new Hono<SiteEnv>();
  routes.get('/group-code.js', (c) => c.body(groupCodeScript, 200, SCRIPT_HEADERS));
  routes.use(signedIn(deps));

  function shownTo(c: Context<SiteEnv>) {
    return { words, organization, reader: c.get('signedIn') };
  }

  async function typedBy(c: Context<SiteEnv>) {
    const origin = originOf(c, findAddress);
    const { person, session } = c.get('signedIn');
    const typist = { person, ...origin, passedAt: session.secondFactorAt };
    return { ...(await readTyped(words, c)), typist };
  }

  routes.get('/', (c) => show(c, <EnterCodesPage {...shownTo(c)} />));
  routes.post('/', async (c) => {
    const { codes, problem, typist } = await typedBy(c);
    if (problem) return show(c, <EnterCodesPage {...shownTo(c)} problems={[problem]} />, 400);
    const looked = await each(words, codes, (typed) => app.gift.previewCode({ ...typist, typed }));
    const { done: addable, problems, asksFactor } = looked;
    if (asksFactor) return c.redirect(factorPath('ask', '/redeem'), 303);
    if (addable.length === 0) return show(c, <EnterCodesPage {...shownTo(c)} problems={problems} />, 400);
    return show(c, <ConfirmCodesPage {...shownTo(c)} addable={addable} problems={problems} />);
  });
  routes.post('/confirm', async (c) => {
    const { codes, problem, typist } = await typedBy(c);
    if (problem) return show(c, <EnterCodesPage {...shownTo(c)} problems={[problem]} />, 400);
    const { done, problems, asksFactor } = await each(words, codes, (typed) =>
      app.gift.redeemCode({ ...typist, typed }),
    );
    if (done.length === 0 && asksFactor) return c.redirect(factorPath('ask', '/redeem'), 303);
    if (done.length === 0) return show(c, <EnterCodesPage {...shownTo(c)} problems={problems} />, 409);
    const added = done.map(({ value }) => value);
    return show(c, <AddedPage {...shownTo(c)} added={added} problems={problems} />);
  });
  return routes;
}

const SCRIPT_HEADERS = {
  'content-type': 'text/javascript; charset=utf-8',
  'cache-control': 'no-cache',
};

/** The codes, or what is wrong with the field they are in. */
async function readTyped(words: Words, c: Context): Promise<{ codes: string[]; problem?: Problem }> {
  const read = await tryForm(c, Typed);
  if (read.ok) return { codes: readCodes(read.data.codes) };
  const [first] = read.problems;
  const label = words.say('web.redeem.codes');
  return { codes: [], ...(first && { problem: { label, text: formProblemText(words, first) } }) };
}

/** `asksFactor`: one is worth so much that a second factor is asked for first. */
type Tried<T> = { done: { code: string; value: T }[]; problems: Problem[]; asksFactor: boolean };

/** One code after the other, as if each was sent by itself: a lock in between holds for the rest. */
async function each<T>(
  words: Words,
  codes: readonly string[],
  act: (typed: string) => Promise<Outcome<T>>,
): Promise<Tried<T>> {
  const { say } = words;
  const tried: Tried<T> = { done: [], problems: [], asksFactor: false };
  if (codes.length === 0 || codes.length > MOST_CODES) {
    const text =
      codes.length === 0 ? say('web.redeem.none') : say('web.redeem.tooMany', { most: MOST_CODES });
    return { ...tried, problems: [{ label: say('web.redeem.codes'), text }] };
  }
  for (const [index, code] of codes.entries()) {
    const outcome = await act(code);
    if (!outcome.ok && asksForFactor(outcome.refusal)) tried.asksFactor = true;
    if (outcome.ok) tried.done.push({ code, value: outcome.value });
    else
      tried.problems.push({
        label: labelOf(words, code, { line: index + 1, of: codes.length }),
        text: refusalText(words, outcome.refusal),
      });
  }
  return tried;
}

/** The place of a code, and its end: enough to find it again. */
function labelOf({ say }: Words, code: string, { line, of }: { line: number; of: number }): string {
  const end = code.slice(-4);
  return of === 1 ? say('web.redeem.one', { end }) : say('web.redeem.line', { line, end });
}
