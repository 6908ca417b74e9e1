import { Hono } from 'hono';
import { isUuid } from '#src/domain/kit/uuid.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { signedIn } from '../../sign-in/signed-in.ts';
import { TroublePage } from '../trouble/page.tsx';
import { StoryPage } from './page.tsx';
import { stepsOf } from './story-steps.ts';

/** The story of a gift, for whoever may see the gift. */
export function giftStoryRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const { app, words, organization } = deps;
  const routes = new Hono<SiteEnv>();
  routes.use(signedIn(deps));

  routes.get('/:giftId', async (c) => {
    const reader = c.get('signedIn');
    const { person } = reader;
    const giftId = c.req.param('giftId');
    const shown = { words, organization, reader };
    const story = isUuid(giftId) ? await app.queries.gift.findStory(person, giftId) : undefined;
    if (!story) return show(c, <TroublePage {...shown} trouble="missing" />, 404);
    const [payment, legs] = await Promise.all([
      app.queries.gift.findPayment(person, giftId),
      app.queries.ledger.listEntriesOfGift(person, giftId),
    ]);
    return show(c, <StoryPage {...shown} story={story} steps={stepsOf(words, story, payment)} legs={legs} />);
  });
  return routes;
}
