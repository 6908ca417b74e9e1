import type { MergePreview } from '#src/app.ts';
import { mergeTexts } from '#src/chat/cards/merge-texts.ts';
import type { Words } from '#src/words/words.ts';

/** What moves when two records are merged, and what stays. */
export function MergeMoves({ words, preview }: { words: Words; preview: MergePreview }) {
  const { say } = words;
  return (
    <section aria-labelledby="moves">
      <h2 id="moves">{say('web.merge.moves')}</h2>
      <ul class="points">
        {mergeTexts(words, preview).map((text) => (
          <li>{text}</li>
        ))}
      </ul>
      <p>{say('merge.stays')}</p>
    </section>
  );
}
