import { type Context, Hono } from 'hono';
import type { App, SignedIn } from '#src/app.ts';
import { must } from '#src/domain/kit/must.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { signedIn } from '../../sign-in/signed-in.ts';
import { chooseRoutes } from './choose-routes.tsx';
import { filterOf, readQuery } from './filter.ts';
import { giftCardRoutes } from './gift-card-routes.tsx';
import { giftRoutes } from './gift-routes.tsx';
import { type Waiting, WalletPage } from './page.tsx';
import { paperRoutes, type Selected } from './paper-routes.tsx';
import { readSaid } from './said.ts';

const MOST_WAITING = 20;

/** What the reader has, what waits for them, and how it came about. Nobody sees another's here. */
export function walletRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const { app, words, organization, clock } = deps;
  const routes = new Hono<SiteEnv>();
  routes.use(signedIn(deps));

  async function selected(c: Context<SiteEnv>): Promise<Selected> {
    const reader = c.get('signedIn');
    const composed = await app.queries.wallet.compose(reader.person, reader.person.id);
    const holdings = must(composed, 'wallet of one’s own');
    const query = readQuery(c.req.query());
    const currencies = holdings.map(({ currency }) => currency);
    const filter = filterOf(query, currencies, organization.currency);
    return { reader, holdings, query, currencies, filter };
  }

  routes.get('/', async (c) => {
    const { reader, holdings, query, currencies, filter } = await selected(c);
    const [waiting, cards, history] = await Promise.all([
      listWaiting(app, reader),
      app.queries.wallet.listGiftCards(reader.person, reader.person.id),
      app.queries.wallet.history(reader.person, reader.person.id, filter),
    ]);
    const found = must(history, 'history of one’s own');
    const giftIds = found.rows.flatMap(({ gift }) => gift?.giftId ?? []);
    const thanked = await app.queries.wallet.listThanked(reader.person, reader.person.id, giftIds);
    const page = (
      <WalletPage
        words={words}
        organization={organization}
        reader={reader}
        holdings={holdings}
        waiting={waiting}
        cards={cards}
        history={found}
        filter={filter}
        query={query}
        currencies={currencies}
        years={lastYears(clock.now())}
        thanked={thanked}
        said={readSaid(c, words)}
      />
    );
    return show(c, page);
  });

  paperRoutes(routes, deps, selected);
  routes.route('/gifts', giftRoutes(deps));
  routes.route('/gifts', giftCardRoutes(deps));
  routes.route('/gifts', chooseRoutes(deps));
  return routes;
}

/** The gifts that wait for the reader, with who gave them and why, the oldest first. */
async function listWaiting(app: App, { person }: SignedIn): Promise<Waiting[]> {
  const { unredeemed } = must(await app.queries.wallet.find(person, person.id), 'wallet of one’s own');
  const shown = unredeemed.slice(0, MOST_WAITING);
  const giftIds = shown.map(({ giftId }) => giftId);
  const looks = await app.queries.wallet.listRevealed(person, person.id, giftIds);
  const revealed = new Map(looks.map(({ giftId, at }) => [giftId, at]));
  const found = await Promise.all(
    shown.map(async ({ giftId, lastFour }) => {
      const gift = await app.queries.gift.findMessage(person, giftId);
      return gift && { gift, lastFour, revealedAt: revealed.get(giftId) };
    }),
  );
  return found.filter((one) => one !== undefined);
}

function lastYears(now: Date): number[] {
  return Array.from({ length: 5 }, (_, ago) => now.getUTCFullYear() - ago);
}
