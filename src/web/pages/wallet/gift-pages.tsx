import type { SignedIn } from '#src/app.ts';
import { formatCode } from '#src/domain/gift/code-format.ts';
import type { GiftMessage } from '#src/domain/gift/gift.ts';
import type { RewardValue } from '#src/domain/reward/reward-value.ts';
import type { SecretCode } from '#src/domain/gift/secret-code.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';
import { ErrorSummary, Field } from '../../frame/field.tsx';
import { SecretValues } from '../../frame/secret-values.tsx';
import { SitePage } from '../../frame/site-page.tsx';

type Shown = { words: Words; organization: { name: string }; reader: SignedIn };

/** A gift's code, to the one whom it belongs to. That it was shown is on record. */
export function CodePage({ code, ...shown }: Shown & { code: SecretCode }) {
  const { say } = shown.words;
  return (
    <SitePage {...shown} title={say('web.wallet.revealTitle')}>
      <p class="panel">
        <code class="gift-code">{formatCode(code)}</code>
      </p>
      <p>{say('web.wallet.revealText')}</p>
      <Back {...shown} />
    </SitePage>
  );
}

/** What opens a gift card, to the one whose it is. That it was shown is on record. */
export function CardPage({ values, ...shown }: Shown & { values: readonly RewardValue[] }) {
  const { say } = shown.words;
  return (
    <SitePage {...shown} title={say('web.wallet.cardShownTitle')}>
      <SecretValues words={shown.words} values={values} />
      <p>{say('web.wallet.cardShownText')}</p>
      <Back {...shown} />
    </SitePage>
  );
}

/** Words for whoever gave a gift. */
export function ThanksPage({
  gift,
  typed,
  error,
  ...shown
}: Shown & { gift: GiftMessage; typed?: string; error?: string | undefined }) {
  const { say, locale } = shown.words;
  const giver = gift.giverName;
  return (
    <SitePage {...shown} title={say('web.wallet.thankTitle', { giver })} hasErrors={error !== undefined}>
      <ErrorSummary words={shown.words} errors={{ text: error }} />
      <p class="lead">{say('web.wallet.thankText', { amount: formatMoney(gift.money, locale) })}</p>
      {gift.message && <blockquote>{gift.message}</blockquote>}
      <form method="post" action={`/wallet/gifts/${gift.giftId}/thanks`}>
        <Field
          name="text"
          label={say('web.wallet.thankLabel')}
          error={error}
          control={(described) => (
            <textarea name="text" rows={3} maxlength={500} {...described}>
              {typed}
            </textarea>
          )}
        />
        <p class="acts">
          <button class="button primary">{say('web.wallet.thankSend', { giver })}</button>
        </p>
      </form>
      <Back {...shown} />
    </SitePage>
  );
}

/** Asks whether a code is to be frozen, which its owner cannot undo. */
export function ReportPage({ gift, ...shown }: Shown & { gift: GiftMessage }) {
  const { say, locale } = shown.words;
  const amount = formatMoney(gift.money, locale);
  return (
    <SitePage {...shown} title={say('web.wallet.reportTitle')}>
      <p class="lead">{say('web.wallet.reportText', { amount, giver: gift.giverName })}</p>
      <form method="post" action={`/wallet/gifts/${gift.giftId}/report`}>
        <p class="acts">
          <button class="button primary">{say('web.wallet.reportSend', { amount })}</button>
        </p>
      </form>
      <Back {...shown} />
    </SitePage>
  );
}

/** Why what was asked for was not done. */
export function RefusedPage({ why, ...shown }: Shown & { why: string }) {
  return (
    <SitePage {...shown} title={shown.words.say('web.refusedTitle')}>
      <p class="lead">{why}</p>
      <Back {...shown} />
    </SitePage>
  );
}

function Back({ words }: Pick<Shown, 'words'>) {
  return (
    <p class="acts">
      <a class="button" href="/wallet">
        {words.say('web.wallet.back')}
      </a>
    </p>
  );
}
