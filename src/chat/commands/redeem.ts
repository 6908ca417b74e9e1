import { MOST_CODES, readCodes } from '#src/domain/gift/read-codes.ts';
import { redeemedCard } from '../cards/redeemed-card.ts';
import { redeemedManyCard, type TriedCode } from '../cards/redeemed-many-card.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { factorLinkCard } from '../factor-link-card.ts';
import { defineCommand } from '../define-command.ts';

/** `/redeem XXXX-XXXX-XXXX-XXXX`: adds a gift to the caller's balance, or several, one code after the other. */
export const redeem = defineCommand({
  name: 'redeem',
  summary: 'redeem.summary',
  usage: 'redeem.usage',
  example: 'redeem.example',
  options: { code: { kind: 'code', summary: 'redeem.option.code', isRequired: true } },

  async run(context, { code }) {
    const { app, words, findCaller } = context;
    const caller = await findCaller();
    if (!caller.ok) return refusalCard(words, caller.refusal);
    const codes = readCodes(code);
    if (codes.length > MOST_CODES) return refusalCard(words, { kind: 'too-many-at-once', most: MOST_CODES });
    const tried: TriedCode[] = [];
    for (const typed of codes) {
      tried.push({
        end: typed.slice(-4),
        outcome: await app.gift.redeemCode({ person: caller.value, typed }),
      });
    }
    const [only, ...others] = tried;
    if (!only) return refusalCard(words, { kind: 'mistyped-code' });
    if (others.length > 0) return redeemedManyCard(words, tried);
    return only.outcome.ok
      ? redeemedCard(words, only.outcome.value)
      : factorLinkCard(context, { caller: caller.value, refusal: only.outcome.refusal, page: '/redeem' });
  },
});
