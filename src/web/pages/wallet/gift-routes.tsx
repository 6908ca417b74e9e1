import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import type { GiftMessage } from '#src/domain/gift/gift.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { asksForFactor } from '#src/domain/session/asks-for-factor.ts';
import { createFindAddress } from '../../sign-in/client-address.ts';
import { factorPath } from '../../sign-in/factor-path.ts';
import { originOf } from '../../sign-in/origin-of.ts';
import { tryForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { TroublePage } from '../trouble/page.tsx';
import { CodePage, RefusedPage, ReportPage, ThanksPage } from './gift-pages.tsx';

const Thanks = z.object({ text: z.string().trim().max(500).default('') });

/** What somebody does with a gift of theirs. Another's gift is as if there were none. */
export function giftRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const { app, words, organization } = deps;
  const findAddress = createFindAddress(deps.trustedProxies);
  const routes = new Hono<SiteEnv>();

  function shownTo(c: Context<SiteEnv>) {
    return { words, organization, reader: c.get('signedIn') };
  }

  function missing(c: Context<SiteEnv>) {
    return show(c, <TroublePage {...shownTo(c)} trouble="missing" />, 404);
  }

  function refuse(c: Context<SiteEnv>, refusal: Refusal) {
    if (refusal.kind === 'not-yours') return missing(c);
    return show(c, <RefusedPage {...shownTo(c)} why={refusalText(words, refusal)} />, 409);
  }

  /** The gift, if the reader is its recipient: its giver and HR may read it, and yet not thank for it. */
  async function findOwn(c: Context<SiteEnv>): Promise<GiftMessage | undefined> {
    const giftId = c.req.param('giftId');
    const { person } = c.get('signedIn');
    if (giftId === undefined || !isUuid(giftId)) return undefined;
    return app.queries.gift.findReceived(person, giftId, person.id);
  }

  routes.post('/:giftId/redeem', async (c) => {
    const giftId = c.req.param('giftId');
    if (!isUuid(giftId)) return missing(c);
    const { person, session } = c.get('signedIn');
    const origin = originOf(c, findAddress);
    const redeemed = await app.gift.redeem({ person, giftId, ...origin, passedAt: session.secondFactorAt });
    if (!redeemed.ok && asksForFactor(redeemed.refusal)) return c.redirect(factorPath('ask', '/wallet'), 303);
    const isDone = redeemed.ok || redeemed.refusal.kind === 'already-redeemed';
    return isDone ? c.redirect('/wallet?said=added', 303) : refuse(c, redeemed.refusal);
  });
  routes.post('/:giftId/code', async (c) => {
    const giftId = c.req.param('giftId');
    if (!isUuid(giftId)) return missing(c);
    const claimed = await app.gift.claim({ person: c.get('signedIn').person, giftId });
    if (!claimed.ok) return refuse(c, claimed.refusal);
    return show(c, <CodePage {...shownTo(c)} code={claimed.value.code} />);
  });
  routes.get('/:giftId/report', async (c) => {
    const gift = await findOwn(c);
    return gift ? show(c, <ReportPage {...shownTo(c)} gift={gift} />) : missing(c);
  });
  routes.post('/:giftId/report', async (c) => {
    const gift = await findOwn(c);
    if (!gift) return missing(c);
    const reported = await app.gift.reportCode({ person: c.get('signedIn').person, giftId: gift.giftId });
    return reported.ok ? c.redirect('/wallet?said=reported', 303) : refuse(c, reported.refusal);
  });
  routes.get('/:giftId/thanks', async (c) => {
    const gift = await findOwn(c);
    return gift ? show(c, <ThanksPage {...shownTo(c)} gift={gift} />) : missing(c);
  });
  routes.post('/:giftId/thanks', async (c) => {
    const gift = await findOwn(c);
    if (!gift) return missing(c);
    const read = await tryForm(c, Thanks);
    if (!read.ok) {
      const error = words.say('web.wallet.thankTooLong');
      return show(c, <ThanksPage {...shownTo(c)} gift={gift} error={error} />, 400);
    }
    const { person } = c.get('signedIn');
    const thanked = await app.recognition.sayThanks({ person, giftId: gift.giftId, words: read.data.text });
    return thanked.ok ? c.redirect('/wallet?said=thanked', 303) : refuse(c, thanked.refusal);
  });
  return routes;
}
