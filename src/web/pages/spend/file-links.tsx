import type { Words } from '#src/words/words.ts';
import type { FileFormat } from '#src/domain/kit/file-format.ts';

/** The same as on the screen, as files. */
export function FileLinks({
  words: { say },
  addressFor,
}: {
  words: Words;
  addressFor: (format: FileFormat) => string;
}) {
  return (
    <p class="acts">
      <a class="button" href={addressFor('xlsx')}>
        {say('web.spend.xlsx')}
      </a>
      <a class="button" href={addressFor('csv')}>
        {say('web.spend.csv')}
      </a>
    </p>
  );
}
