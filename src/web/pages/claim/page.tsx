import { claimByText } from '#src/chat/cards/gift-card.ts';
import type { GiftMessage } from '#src/domain/gift/gift.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';
import { BrandMark } from '../brand-mark.tsx';
import { Document } from '../document.tsx';

/** A gift with the button that adds it to the balance of whoever has the address that its mail went to, or leads to its card. */
export function ClaimPage({ words, gift, email }: { words: Words; gift: GiftMessage; email: string }) {
  const { say, locale } = words;
  const amount = formatMoney(gift.money, locale);
  return (
    <Frame title={say('guestClaim.title', { giver: gift.giverName, amount })}>
      {gift.message && <blockquote>{gift.message}</blockquote>}
      <form method="post">
        <button class="button primary">
          {say(gift.card ? 'guestClaim.choose' : 'guestClaim.add', { amount })}
        </button>
      </form>
      <p>{claimByText(words, gift.claimBy)}</p>
      <p>{say('guestClaim.for', { email })}</p>
    </Frame>
  );
}

/** What became of it, with a sentence below. `wallet`: what the link to the wallet says, where there is one. */
export function ClaimedPage({
  title,
  text,
  wallet,
}: {
  title: string;
  text: string;
  wallet?: string | undefined;
}) {
  return (
    <Frame title={title}>
      <p>{text}</p>
      {wallet !== undefined && (
        <p>
          <a class="button" href="/wallet">
            {wallet}
          </a>
        </p>
      )}
    </Frame>
  );
}

function Frame({ title, children }: { title: string; children?: unknown }) {
  return (
    <Document title={`${title} · Largesse`} styles="/style.css">
      <body class="landing">
        <header class="brand">
          <BrandMark />
          <strong>Largesse</strong>
        </header>
        <main>
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </Document>
  );
}
