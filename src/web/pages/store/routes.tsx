import { Hono } from 'hono';
import { z } from 'zod';
import { must } from '#src/domain/kit/must.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import { ITEM_KINDS } from '#src/domain/store/item.ts';
import { searchOffers } from '#src/domain/store/offer.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { signedIn } from '../../sign-in/signed-in.ts';
import { TroublePage } from '../trouble/page.tsx';
import { buyRoutes } from './buy-routes.tsx';
import { ItemPage } from './item-page.tsx';
import { StorePage } from './page.tsx';

/** What an address may ask for. What is wrong in it is as if it were not there. */
const Query = z.object({
  search: z.string().max(100).optional().catch(undefined),
  kind: z.enum(ITEM_KINDS).optional().catch(undefined),
});

/** What the store offers the reader, and each item of it. Nobody sees what is not for them. */
export function storeRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const { app, words, organization } = deps;
  const routes = new Hono<SiteEnv>();
  // Chat platforms fetch it: whoever has its address, a hash of what it shows, may see it.
  routes.get('/pictures/:hash', async (c) => {
    const hash = c.req.param('hash');
    const anybody = { organizationId: organization.id, operator: 'whoever has the address of a picture' };
    const picture = /^[\da-f]{64}$/u.test(hash)
      ? await app.queries.store.findPicture(anybody, hash)
      : undefined;
    if (!picture) return c.notFound();
    // Named after what it is, so it never changes; and it is a picture, whatever else its bytes may be.
    c.header('cache-control', 'public, max-age=31536000, immutable');
    c.header('content-security-policy', "default-src 'none'; sandbox");
    return c.body(new Uint8Array(picture.bytes), 200, { 'content-type': picture.type });
  });
  routes.use(signedIn(deps));

  routes.get('/', async (c) => {
    const reader = c.get('signedIn');
    const { person } = reader;
    const [offers, holdings] = await Promise.all([
      app.queries.store.offersFor(person, { personId: person.id }),
      app.queries.wallet.compose(person, person.id),
    ]);
    const all = must(offers, 'offers of one’s own');
    const query = Query.parse(c.req.query());
    const found = searchOffers(all, { text: query.search ?? '', ...(query.kind && { kind: query.kind }) });
    const page = (
      <StorePage
        words={words}
        organization={organization}
        reader={reader}
        holdings={must(holdings, 'wallet of one’s own')}
        all={all}
        found={found}
        query={query}
        takesCard={app.checkout.takesRest}
      />
    );
    return show(c, page);
  });
  routes.get('/:itemId', async (c) => {
    const reader = c.get('signedIn');
    const itemId = c.req.param('itemId');
    const { person } = reader;
    const offers = isUuid(itemId)
      ? await app.queries.store.offersFor(person, { personId: person.id, itemId })
      : undefined;
    const shown = { words, organization, reader };
    const offer = offers?.[0];
    if (!offer) return show(c, <TroublePage {...shown} trouble="missing" />, 404);
    return show(c, <ItemPage {...shown} offer={offer} takesCard={app.checkout.takesRest} />);
  });
  buyRoutes(routes, deps);
  return routes;
}
