import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { CardChoice } from '#src/app.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { choicePath } from '#src/domain/gift/gift-card.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { asksForFactor } from '#src/domain/session/asks-for-factor.ts';
import { createFindAddress } from '../../sign-in/client-address.ts';
import { factorPath } from '../../sign-in/factor-path.ts';
import { originOf } from '../../sign-in/origin-of.ts';
import { readForm } from '../../frame/read-form.ts';
import { show } from '../../frame/show.tsx';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { TroublePage } from '../trouble/page.tsx';
import { ChoosePage, ConfirmChoicePage } from './choose-page.tsx';
import { RefusedPage } from './gift-pages.tsx';

/** What the confirming page showed as chosen; empty: nothing. */
const Chosen = z.object({ insteadOf: z.union([z.uuid(), z.literal('')]).default('') });

type SiteContext = Context<SiteEnv>;

/** The recipient of a gift chooses the card that it will be, or adds it to their balance. Another's is as if there were none. */
export function chooseRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const { app } = deps;
  const findAddress = createFindAddress(deps.trustedProxies);
  const routes = new Hono<SiteEnv>();

  routes.get('/:giftId/choose', async (c) => {
    const choice = await findChoice(deps, c);
    if (!choice) return missing(deps, c);
    if (choice.refusal) return refuse(deps, c, choice.refusal);
    if (choice.items.length === 0) await tellHr(deps, c, choice);
    return show(c, <ChoosePage {...shownTo(deps, c)} choice={choice} />);
  });
  routes.get('/:giftId/choose/:itemId', async (c) => {
    const choice = await findChoice(deps, c);
    if (!choice) return missing(deps, c);
    if (choice.refusal) return refuse(deps, c, choice.refusal);
    const item = choice.items.find(({ id }) => id === c.req.param('itemId'));
    if (!item) return chooseAgain(deps, c, { kind: 'gift-card-gone' });
    return show(c, <ConfirmChoicePage {...shownTo(deps, c)} choice={choice} item={item} />);
  });
  routes.post('/:giftId/choose/:itemId', async (c) => {
    const { giftId, itemId } = c.req.param();
    const { insteadOf } = await readForm(c, Chosen);
    if (!isUuid(giftId) || !isUuid(itemId)) return missing(deps, c);
    const { person } = c.get('signedIn');
    const chosen = await app.store.chooseGiftCard({ person, giftId, itemId, insteadOf: insteadOf || null });
    if (chosen.ok) return c.redirect('/wallet?said=chosen', 303);
    const isAnother = chosen.refusal.kind === 'gift-card-gone' || chosen.refusal.kind === 'gift-card-chosen';
    return isAnother ? chooseAgain(deps, c, chosen.refusal) : refuse(deps, c, chosen.refusal);
  });
  routes.post('/:giftId/keep', async (c) => {
    const giftId = c.req.param('giftId');
    if (!isUuid(giftId)) return missing(deps, c);
    const { person, session } = c.get('signedIn');
    const origin = originOf(c, findAddress);
    const kept = await app.store.keepAsBalance({
      person,
      giftId,
      ...origin,
      passedAt: session.secondFactorAt,
    });
    if (!kept.ok && asksForFactor(kept.refusal))
      return c.redirect(factorPath('ask', choicePath(giftId)), 303);
    const isDone = kept.ok || kept.refusal.kind === 'already-redeemed';
    return isDone ? c.redirect('/wallet?said=added', 303) : refuse(deps, c, kept.refusal);
  });
  return routes;
}

async function findChoice({ app }: SiteDeps, c: SiteContext): Promise<CardChoice | undefined> {
  const giftId = c.req.param('giftId');
  const { person } = c.get('signedIn');
  if (giftId === undefined || !isUuid(giftId)) return undefined;
  return app.queries.store.findCardChoice(person, giftId, person.id);
}

async function tellHr({ app }: SiteDeps, c: SiteContext, { gift: { money } }: CardChoice): Promise<void> {
  const { organizationId } = c.get('signedIn').person;
  await app.store.tellEmptyChoice({ organizationId, money });
}

/** Shows what there is to choose now, and why the last choice was none. */
async function chooseAgain(deps: SiteDeps, c: SiteContext, why: Refusal) {
  const choice = await findChoice(deps, c);
  if (!choice) return missing(deps, c);
  if (choice.refusal) return refuse(deps, c, choice.refusal);
  const error = refusalText(deps.words, why);
  return show(c, <ChoosePage {...shownTo(deps, c)} choice={choice} error={error} />, 409);
}

function refuse(deps: SiteDeps, c: SiteContext, refusal: Refusal) {
  if (refusal.kind === 'not-yours') return missing(deps, c);
  return show(c, <RefusedPage {...shownTo(deps, c)} why={refusalText(deps.words, refusal)} />, 409);
}

function missing(deps: SiteDeps, c: SiteContext) {
  return show(c, <TroublePage {...shownTo(deps, c)} trouble="missing" />, 404);
}

function shownTo({ words, organization }: SiteDeps, c: SiteContext) {
  return { words, organization, reader: c.get('signedIn') };
}
