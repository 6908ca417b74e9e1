import { type Context, Hono, type Next } from 'hono';
import { budgetsRoutes } from './pages/budgets/routes.tsx';
import { devicesRoutes } from './pages/devices/routes.tsx';
import { factorResetsRoutes } from './pages/factor-resets/routes.tsx';
import { ownDataRoutes } from './pages/own-data/routes.tsx';
import { retentionRoutes } from './pages/retention/routes.tsx';
import { newsRoutes } from './pages/news/routes.tsx';
import { activityRoutes } from './pages/activity/routes.tsx';
import { overviewRoutes } from './pages/overview/routes.tsx';
import { ordersRoutes } from './pages/orders/routes.tsx';
import { giftStoryRoutes } from './pages/gift-story/routes.tsx';
import { liabilityRoutes } from './pages/liability/routes.tsx';
import { spendRoutes } from './pages/spend/routes.tsx';
import { redeemRoutes } from './pages/redeem/routes.tsx';
import { secondFactorRoutes } from './pages/second-factor/routes.tsx';
import { catalogueRoutes } from './pages/catalogue/routes.tsx';
import { departmentsRoutes } from './pages/departments/routes.tsx';
import { peopleRoutes } from './pages/people/routes.tsx';
import { stockRoutes } from './pages/stock/routes.tsx';
import { setupRoutes } from './pages/setup/routes.tsx';
import { storeRoutes } from './pages/store/routes.tsx';
import { signInRoutes, signOutRoutes } from './pages/sign-in/routes.tsx';
import { tokensRoutes } from './pages/tokens/routes.tsx';
import { webhooksRoutes } from './pages/webhooks/routes.tsx';
import { walletRoutes } from './pages/wallet/routes.tsx';
import { taxRoutes } from './pages/tax/routes.tsx';
import { TroublePage, TROUBLES } from './pages/trouble/page.tsx';
import { show } from './frame/show.tsx';
import { keepsCookies } from './sign-in/cookies.ts';
import { ownForms } from './sign-in/own-forms.ts';
import type { SiteDeps, SiteEnv } from './site-deps.ts';

/** The pages for people, each a folder in `pages/`, by where they are. */
const PAGES: Readonly<Record<string, (deps: SiteDeps) => Hono<SiteEnv>>> = {
  '/sign-in': signInRoutes,
  '/sign-out': signOutRoutes,
  '/second-factor': secondFactorRoutes,
  '/factor-resets': factorResetsRoutes,
  '/devices': devicesRoutes,
  '/news': newsRoutes,
  '/your-data': ownDataRoutes,
  '/retention': retentionRoutes,
  '/tokens': tokensRoutes,
  '/webhooks': webhooksRoutes,
  '/overview': overviewRoutes,
  '/setup': setupRoutes,
  '/activity': activityRoutes,
  '/wallet': walletRoutes,
  '/redeem': redeemRoutes,
  '/store': storeRoutes,
  '/orders': ordersRoutes,
  '/catalogue': catalogueRoutes,
  '/stock': stockRoutes,
  '/budgets': budgetsRoutes,
  '/people': peopleRoutes,
  '/departments': departmentsRoutes,
  '/spend': spendRoutes,
  '/gifts': giftStoryRoutes,
  '/liability': liabilityRoutes,
  '/tax': taxRoutes,
};

/** The pages that take files, and how many bytes at most. */
const TAKES_FILES: Readonly<Record<string, number>> = {
  '/catalogue': 2_100_000,
  '/stock': 10_000_000,
  '/people': 8_000_000,
};

/** Every page takes forms from our own pages only, and is there only where a browser keeps the cookie of a sign-in. */
export function siteRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const routes = new Hono<SiteEnv>();
  for (const [path, pagesOf] of Object.entries(PAGES)) {
    for (const middleware of ownForms(deps.publicUrl, TAKES_FILES[path])) routes.use(`${path}/*`, middleware);
    routes.use(`${path}/*`, onlyWithCookies);
    routes.route(path, pagesOf(deps));
  }
  return routes;

  async function onlyWithCookies(c: Context, next: Next): Promise<Response | undefined> {
    if (!keepsCookies(c, deps.publicUrl))
      return show(c, <TroublePage {...deps} trouble="needs-https" />, TROUBLES['needs-https'].status);
    await next();
    return undefined;
  }
}
