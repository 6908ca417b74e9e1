import type { BooksState } from '#src/app.ts';
import type { Words } from '#src/words/words.ts';

export type BooksProps = {
  words: Words;
  organization: { timeZone: string };
  books: BooksState;
  /** Somebody has just asked for a proof. */
  isAsked: boolean;
};

/** How the last proof of the books went, up to where they are sealed, and a button that has them proved now. */
export function Books({ words, organization, books, isAsked }: BooksProps) {
  const { say } = words;
  const { askedAt, head, kept } = books;
  const { timeZone } = organization;
  return (
    <section class="panel" aria-labelledby="books">
      <h2 id="books">{say('web.books.title')}</h2>
      <p class={isBroken(books) ? 'wrong' : undefined}>{proofText(words, timeZone, books)}</p>
      {books.proof?.isSigned === false && <p class="wrong">{say('web.books.unsigned')}</p>}
      {head ? (
        <p class="note">
          {say('web.books.head', { number: head.number, at: words.dateAndTime(head.sealedAt, timeZone) })}{' '}
          <code class="hash">{head.hash}</code>
        </p>
      ) : (
        <p class="note">{say('web.books.noHead')}</p>
      )}
      {kept.map(({ place, number }) => (
        <p class="note">{say('web.books.kept', { place, number })}</p>
      ))}
      {isAsked || askedAt ? (
        <p role="status">
          {askedAt
            ? say('web.books.asked', { at: words.dateAndTime(askedAt, timeZone) })
            : say('web.books.saidAsked')}
        </p>
      ) : (
        <form method="post" action="/activity/proof" class="acts">
          <button class="button">{say('web.books.prove')}</button>
        </form>
      )}
    </section>
  );
}

function isBroken({ proof }: BooksState): boolean {
  return proof !== undefined && proof.broken.length > 0;
}

function proofText(words: Words, timeZone: string, { proof }: BooksState): string {
  const { say } = words;
  if (!proof) return say('web.books.never');
  const at = words.dateAndTime(proof.provedAt, timeZone);
  if (proof.broken.length === 0) return say('web.books.held', { at });
  return say('web.books.broken', { at, rules: proof.broken.join(', ') });
}
