import type { Replayed, ReplayedRequest } from '#src/app.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { type Fate, isRefusedByRules } from '#src/domain/recognition/replay.ts';
import type { Words } from '#src/words/words.ts';
import { DataTable } from '../../../frame/data-table.tsx';

const FATES = ['given', 'asked', 'refused'] as const satisfies readonly Fate['kind'][];
const MOST_LISTED = 50;

type Shown = { words: Words; timeZone: string };

/** What the last period's requests would have come to by the new rules, beside what they come to by those in force. */
export function ReplaySection({ words, timeZone, replayed }: Shown & { replayed: Replayed | undefined }) {
  const { say } = words;
  return (
    <section aria-labelledby="replay">
      <h2 id="replay">{say('web.replay.title')}</h2>
      {replayed ? (
        <Compared words={words} timeZone={timeZone} replayed={replayed} />
      ) : (
        <p>{say('web.replay.nothing')}</p>
      )}
    </section>
  );
}

function Compared({ words, timeZone, replayed }: Shown & { replayed: Replayed }) {
  const { say } = words;
  const { period, requests, before, after, changed, reasons, isCapped } = replayed;
  return (
    <>
      <p>{say(`web.replay.${period}`, { count: requests })}</p>
      {isCapped && <p>{say('web.replay.capped', { count: requests })}</p>}
      <p>
        <strong>{say('web.replay.changed', { count: changed.length })}</strong>
      </p>
      <DataTable
        caption={say('web.replay.counts')}
        rows={FATES}
        columns={[
          { label: say('web.replay.what'), isMain: true, cell: (fate) => say(`web.replay.fate.${fate}`) },
          { label: say('web.replay.before'), isAmount: true, cell: (fate) => String(before[fate]) },
          {
            label: say('web.replay.after'),
            isAmount: true,
            isMain: true,
            cell: (fate) => String(after[fate]),
          },
        ]}
      />
      {reasons.length > 0 && (
        <ul class="remarks">
          {reasons.map(({ kind, count }) => (
            <li>{say('web.replay.reason', { count, why: whyText(words, kind) })}</li>
          ))}
        </ul>
      )}
      {changed.length > 0 && <Requests words={words} timeZone={timeZone} changed={changed} />}
      <p class="note">{say('web.replay.how')}</p>
    </>
  );
}

function Requests({ words, timeZone, changed }: Shown & { changed: readonly ReplayedRequest[] }) {
  const { say, locale } = words;
  return (
    <details class="by-role">
      <summary>{say('web.replay.list', { count: changed.length })}</summary>
      {changed.length > MOST_LISTED && <p>{say('web.replay.newest', { most: MOST_LISTED })}</p>}
      <DataTable
        caption={say('web.replay.caption')}
        rows={changed.slice(0, MOST_LISTED)}
        columns={[
          {
            label: say('web.replay.when'),
            cell: ({ at }) => (
              <time datetime={at.toISOString()} title={words.dateAndTime(at, timeZone)}>
                {words.date(at, timeZone)}
              </time>
            ),
          },
          { label: say('web.replay.giver'), isMain: true, cell: ({ giver }) => giver },
          { label: say('web.replay.recipients'), cell: ({ recipients }) => recipients.join(', ') },
          {
            label: say('web.replay.amount'),
            isAmount: true,
            isMain: true,
            cell: ({ amount }) => formatMoney(amount, locale),
          },
          { label: say('web.replay.before'), cell: ({ before }) => fateText(words, before) },
          { label: say('web.replay.after'), cell: ({ after }) => fateText(words, after) },
        ]}
      />
    </details>
  );
}

function fateText(words: Words, fate: Fate): string {
  if (fate.kind !== 'refused') return words.say(`web.replay.fate.${fate.kind}`);
  return words.say('web.replay.refused', { why: whyText(words, fate.refusal.kind) });
}

/** For whoever sets rules: what a giver is told also says what they can do. */
function whyText({ say }: Words, kind: Refusal['kind']): string {
  return say(`web.replay.why.${isRefusedByRules(kind) ? kind : 'other'}`);
}
