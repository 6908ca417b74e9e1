import { Hono } from 'hono';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import { asksForFactor } from '#src/domain/session/asks-for-factor.ts';
import { factorPath } from '../../sign-in/factor-path.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { TroublePage } from '../trouble/page.tsx';
import { CardPage, RefusedPage } from './gift-pages.tsx';

/** Shows somebody the gift card that they were given. Another's is as if there were none. */
export function giftCardRoutes({ app, words, organization }: SiteDeps): Hono<SiteEnv> {
  const routes = new Hono<SiteEnv>();
  routes.post('/:giftId/card', async (c) => {
    const giftId = c.req.param('giftId');
    const reader = c.get('signedIn');
    const { person, session } = reader;
    const shown = { words, organization, reader };
    const missing = <TroublePage {...shown} trouble="missing" />;
    if (!isUuid(giftId)) return show(c, missing, 404);
    const revealed = await app.reward.revealGiftCard({ person, giftId, passedAt: session.secondFactorAt });
    if (revealed.ok) return show(c, <CardPage {...shown} values={revealed.value.values} />);
    const { refusal } = revealed;
    if (asksForFactor(refusal)) return c.redirect(factorPath('ask', '/wallet'), 303);
    if (refusal.kind === 'not-yours') return show(c, missing, 404);
    return show(c, <RefusedPage {...shown} why={refusalText(words, refusal)} />, 409);
  });
  return routes;
}
