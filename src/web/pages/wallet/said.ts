import type { Context } from 'hono';
import type { Words } from '#src/words/words.ts';

/** What the wallet says once after something was done there: the address carries which, never what. */
const SAID = {
  thanked: 'web.wallet.saidThanked',
  chosen: 'web.wallet.saidChosen',
  added: 'web.wallet.saidAdded',
  reported: 'web.wallet.saidReported',
} as const;

export type WalletSaid = keyof typeof SAID;

export function readSaid(c: Context, { say }: Words): string | undefined {
  const said = c.req.query('said');
  return said !== undefined && Object.hasOwn(SAID, said) ? say(SAID[said as WalletSaid]) : undefined;
}
