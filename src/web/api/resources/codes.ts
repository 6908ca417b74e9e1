import { z } from '@hono/zod-openapi';
import { done } from '#src/domain/outcome.ts';
import { defineEndpoint } from '../kit/define-endpoint.ts';
import { Id, moneyBody, MoneySchema, plainText } from '../kit/fields.ts';

const Redeemed = z
  .strictObject({
    added: MoneySchema,
    balance: MoneySchema.openapi({ description: 'What the wallet has in gift funds of that currency now.' }),
  })
  .openapi('Redeemed');

const redeemCode = defineEndpoint({
  name: 'redeemCode',
  method: 'post',
  path: '/v1/codes/redeem',
  tag: 'Codes',
  scope: 'codes:write',
  summary: 'Add a gift to the wallet of the token’s person',
  description:
    'A code works for the person it was given to. Every other failure is `code-refused`, and ten wrong ones in an hour lock the person out. Large amounts ask for a second factor, which only the web pages can: `second-factor-asked`.',
  body: z.strictObject({ code: plainText(200) }).openapi('CodeToRedeem'),
  answer: Redeemed,
  async run({ app }, { caller: { person, origin }, body: { code } }) {
    const redeemed = await app.gift.redeemCode({ person, typed: code, ...origin });
    if (!redeemed.ok) return redeemed;
    return done({ added: moneyBody(redeemed.value.added), balance: moneyBody(redeemed.value.balance) });
  },
});

const ReportedCode = z
  .strictObject({
    giftId: Id,
    giver: z.string(),
    recipient: z.string(),
    amount: MoneySchema,
    lastFour: z.string().openapi({ description: 'The last characters of the code.' }),
    isRepeat: z.boolean().openapi({ description: 'It was frozen before.' }),
  })
  .openapi('ReportedCode');

const reportCode = defineEndpoint({
  name: 'reportCode',
  method: 'post',
  path: '/v1/codes/report',
  tag: 'Codes',
  scope: 'codes:write',
  summary: 'Freeze a gift’s code that is lost or was seen',
  description: 'For its recipient, its giver, HR, finance and admins. No money moves.',
  body: z.strictObject({ giftId: Id, reason: plainText(500).default('') }).openapi('CodeToReport'),
  answer: ReportedCode,
  async run({ app }, { caller: { person }, body: { giftId, reason } }) {
    const reported = await app.gift.reportCode({ person, giftId, reason });
    if (!reported.ok) return reported;
    const { giverName: giver, recipientName: recipient, money, lastFour, isRepeat } = reported.value;
    return done({ giftId, giver, recipient, amount: moneyBody(money), lastFour, isRepeat });
  },
});

export const codeEndpoints = [redeemCode, reportCode];
