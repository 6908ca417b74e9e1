import type { SignedIn } from '#src/app.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { GiftMessage, Redeemed } from '#src/domain/gift/gift.ts';
import type { Words } from '#src/words/words.ts';
import { ErrorSummary, Field } from '../../frame/field.tsx';
import { SitePage } from '../../frame/site-page.tsx';

type Shown = { words: Words; organization: { name: string }; reader: SignedIn };

/** A code that can be redeemed: as the form sends it on, and what it adds. */
export type Addable = { code: string; value: GiftMessage };
/** A line that cannot: `label` tells it from the others without showing a code. */
export type Problem = { label: string; text: string };

/** Where codes are typed. What was wrong with the last ones stands above; the codes themselves are not shown again. */
export function EnterCodesPage({ problems = [], ...shown }: Shown & { problems?: readonly Problem[] }) {
  const { say } = shown.words;
  const error = problems.length > 0 ? problems.map(problemText).join(' ') : undefined;
  return (
    <SitePage
      {...shown}
      path="/redeem"
      title={say('web.redeem.title')}
      tab={say('web.nav.redeem')}
      script="/redeem/group-code.js"
      hasErrors={error !== undefined}
    >
      <ErrorSummary words={shown.words} errors={{ codes: error }} />
      <p class="lead">{say('web.redeem.lead')}</p>
      <form method="post" action="/redeem" novalidate>
        <Field
          name="codes"
          label={say('web.redeem.codes')}
          hint={say('web.redeem.codesHint')}
          error={error}
          control={(described) => (
            <textarea
              name="codes"
              class="code-input"
              rows={3}
              maxlength={2000}
              autocomplete="off"
              autocapitalize="characters"
              spellcheck={false}
              required
              data-codes
              {...described}
            />
          )}
        />
        <p class="acts">
          <button class="button primary">{say('web.redeem.look')}</button>
        </p>
      </form>
    </SitePage>
  );
}

function problemText({ label, text }: Problem): string {
  return `${label}: ${text}`;
}

/** What the codes add, from whom and why, before anything is done. */
export function ConfirmCodesPage({
  addable,
  problems,
  ...shown
}: Shown & { addable: readonly Addable[]; problems: readonly Problem[] }) {
  const { words } = shown;
  const { say } = words;
  const sums = totals(words, addable);
  return (
    <SitePage {...shown} path="/redeem" title={say('web.redeem.adds', { sums })} tab={say('web.nav.redeem')}>
      <ul class="cards">
        {addable.map(({ value: gift }) => (
          <li>
            <h3>
              {say('web.redeem.gift', {
                amount: formatMoney(gift.money, words.locale),
                giver: gift.giverName,
              })}
            </h3>
            {gift.message && <blockquote>{gift.message}</blockquote>}
          </li>
        ))}
      </ul>
      <Problems words={words} problems={problems} />
      <form method="post" action="/redeem/confirm" class="acts">
        <input type="hidden" name="codes" value={addable.map(({ code }) => code).join('\n')} />
        <button class="button primary">{say('web.redeem.confirm', { sums })}</button>
        <a class="button" href="/redeem">
          {say('web.redeem.cancel')}
        </a>
      </form>
    </SitePage>
  );
}

function Problems({ words, problems }: { words: Words; problems: readonly Problem[] }) {
  if (problems.length === 0) return <></>;
  return (
    <div class="summary">
      <h2>{words.say('web.redeem.problems', { count: problems.length })}</h2>
      <ul>
        {problems.map((problem) => (
          <li>{problemText(problem)}</li>
        ))}
      </ul>
    </div>
  );
}

/** The sums of money by currency: currencies are never added up. */
function totals(words: Words, addable: readonly Addable[]): string {
  const sums = new Map<string, bigint>();
  for (const { value } of addable) {
    const { currency, amountMinor } = value.money;
    sums.set(currency, (sums.get(currency) ?? 0n) + amountMinor);
  }
  return [...sums]
    .map(([currency, amountMinor]) => formatMoney({ currency, amountMinor }, words.locale))
    .join(' + ');
}

/** What was added, and what there is now. */
export function AddedPage({
  added,
  problems,
  ...shown
}: Shown & { added: readonly Redeemed[]; problems: readonly Problem[] }) {
  const { words } = shown;
  const { say, locale } = words;
  const title = say('web.redeem.added', {
    amounts: added.map((one) => formatMoney(one.added, locale)).join(' + '),
  });
  const balances = new Map(added.map(({ balance }) => [balance.currency, formatMoney(balance, locale)]));
  return (
    <SitePage {...shown} path="/redeem" title={title} tab={say('web.nav.redeem')}>
      <p class="lead">{say('web.redeem.balance', { balances: [...balances.values()].join(' + ') })}</p>
      <Problems words={words} problems={problems} />
      <p class="acts">
        <a class="button primary" href="/wallet">
          {say('web.toWallet')}
        </a>
        <a class="button" href="/redeem">
          {say('web.redeem.another')}
        </a>
      </p>
    </SitePage>
  );
}
