import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { App, ClaimedByLink } from '#src/app.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { choicePath, isToChoose, refusalOfCard } from '#src/domain/gift/gift-card.ts';
import type { GiftMessage, Redeemed } from '#src/domain/gift/gift.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Words } from '#src/words/words.ts';
import type { SiteDeps } from '../../site-deps.ts';
import { asksForFactor } from '#src/domain/session/asks-for-factor.ts';
import { createFindAddress } from '../../sign-in/client-address.ts';
import { keepsCookies, readCookie } from '../../sign-in/cookies.ts';
import { factorPath } from '../../sign-in/factor-path.ts';
import { keepSession } from '../../sign-in/keep-session.ts';
import { originOf } from '../../sign-in/origin-of.ts';
import { ownForms } from '../../sign-in/own-forms.ts';
import { toHtml } from '../to-html.ts';
import { ClaimedPage, ClaimPage } from './page.tsx';

export type ClaimDeps = {
  app: Pick<App, 'gift' | 'session'>;
  words: Words;
  /** Set where people sign in: whoever claims a gift is then signed in to their wallet. */
  site?: SiteDeps | undefined;
};

const MAX_BYTES = 10_000;

/**
 * The pages that links in the mails of guests lead to. Opening one shows the gift and nothing else happens, because mail
 * programs open links; pressing its button adds the gift to the balance of whoever the mail went to, and signs them in. Its form
 * has to come from the page itself: a foreign one could sign people in as somebody else.
 */
export function claimRoutes(deps: ClaimDeps): Hono {
  const routes = new Hono();
  if (deps.site) for (const middleware of ownForms(deps.site.publicUrl)) routes.use(middleware);
  routes.get('/:token', async (c) => {
    const opened = await deps.app.gift.openClaimLink(c.req.param('token'));
    if (!opened) return showDead(c, deps);
    const { person, gift, end } = opened;
    if (end) return showRefusal(c, deps, { gift, refusal: refusalOfEnd(gift, end) });
    return show(c, <ClaimPage words={deps.words} gift={gift} email={person.email ?? person.name} />);
  });
  routes.get('*', (c) => showDead(c, deps));
  routes.post('/:token', bodyLimit({ maxSize: MAX_BYTES }), (c) => claim(c, deps));
  return routes;
}

async function claim(c: Context, deps: ClaimDeps): Promise<Response> {
  const { app, site } = deps;
  const token = c.req.param('token') ?? '';
  const origin = originOf(c, createFindAddress(site?.trustedProxies ?? []));
  const keepsSession = site !== undefined && keepsCookies(c, site.publicUrl);
  const held = readCookie(c, 'session');
  const claimed = await app.session.claimByLink({ token, origin, held, keepsSession });
  if (!claimed) return showDead(c, deps);
  const { opened, redeemed, begun } = claimed;
  const { gift, end } = opened;
  if (end) return showRefusal(c, deps, { gift, refusal: refusalOfEnd(gift, end) });
  if (begun) keepSession(c, begun);
  return answer(c, deps, { gift, redeemed, isIn: keepsSession && claimed.isTheirs });
}

function answer(
  c: Context,
  deps: ClaimDeps,
  { gift, redeemed, isIn }: { gift: GiftMessage; redeemed: ClaimedByLink['redeemed']; isIn: boolean },
): Response | Promise<Response> {
  if (!redeemed) return showDead(c, deps);
  if (redeemed.ok) return isIn ? c.redirect('/wallet?said=added', 303) : showAdded(c, deps, redeemed.value);
  const { refusal } = redeemed;
  // The gift waits in their wallet, where its button takes the second factor that they set up or give on the way.
  if (isIn && asksForFactor(refusal)) return c.redirect(factorPath('ask', '/wallet'), 303);
  if (isIn && isToChoose(refusal)) return c.redirect(choicePath(gift.giftId), 303);
  return showRefusal(c, deps, { gift, refusal });
}

function showAdded(c: Context, { words }: ClaimDeps, redeemed: Redeemed): Promise<Response> {
  const amount = formatMoney(redeemed.added, words.locale);
  const balance = formatMoney(redeemed.balance, words.locale);
  const title = words.say('guestClaim.addedTitle', { amount });
  return show(c, <ClaimedPage title={title} text={words.say('redeemed.text', { balance })} />);
}

/** What a gift that has ended is refused for, by how it ended. */
const REFUSALS = {
  redeemed: { kind: 'already-redeemed' },
  expired: { kind: 'gift-expired' },
  voided: { kind: 'gift-withdrawn' },
} as const satisfies Record<string, Refusal>;

/** A card that was chosen and bought is in the wallet, too, and in no balance. */
function refusalOfEnd(gift: GiftMessage, end: keyof typeof REFUSALS): Refusal {
  return (end === 'redeemed' && refusalOfCard(gift.card)) || REFUSALS[end];
}

/** Pressed twice, it was no mistake: it is in the balance, or the card in the wallet. */
async function showRefusal(
  c: Context,
  { words, site }: ClaimDeps,
  { gift, refusal }: { gift: GiftMessage; refusal: Refusal },
): Promise<Response> {
  if (refusal.kind === 'already-redeemed' || refusal.kind === 'gift-card-here') {
    const { locale, say } = words;
    const isCard = refusal.kind === 'gift-card-here';
    const title = say(isCard ? 'guestClaim.cardTitle' : 'guestClaim.beforeTitle');
    const wallet = site && say('guestClaim.wallet');
    return show(c, <ClaimedPage title={title} text={formatMoney(gift.money, locale)} wallet={wallet} />);
  }
  const text = refusalText(words, refusal);
  const isOver = refusal.kind === 'gift-expired' || refusal.kind === 'gift-withdrawn';
  const title = words.say(isOver ? 'guestClaim.overTitle' : 'guestClaim.heldTitle');
  return show(c, <ClaimedPage title={title} text={text} />, isOver ? 410 : 409);
}

async function show(c: Context, page: ReturnType<typeof ClaimPage>, status: 200 | 404 | 409 | 410 = 200) {
  c.header('cache-control', 'no-store');
  c.header('x-robots-tag', 'noindex');
  return c.html(await toHtml(page), status);
}

function showDead(c: Context, { words }: ClaimDeps) {
  const text = words.say('guestClaim.deadText');
  return show(c, <ClaimedPage title={words.say('guestClaim.deadTitle')} text={text} />, 404);
}
