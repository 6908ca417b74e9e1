import type { GiftStory, ListedLeg, SignedIn } from '#src/app.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';
import { DataTable } from '../../frame/data-table.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { giftStatusText } from '../spend/gifts-file.ts';
import type { StoryStep } from './story-steps.ts';

type StoryProps = {
  words: Words;
  organization: { name: string };
  reader: SignedIn;
  story: GiftStory;
  steps: readonly StoryStep[];
  /** What the ledger says of it, for those who may read that. */
  legs: readonly ListedLeg[];
};

/** What happened to one gift, from its request to its end. */
export function StoryPage({ words, organization, reader, story, steps, legs }: StoryProps) {
  const { say, locale } = words;
  const { giver, recipient, department, region, occasion, message, timeZone, lastFour, taxClass } = story;
  const facts = [
    [say('web.spend.column.department'), department],
    [say('web.spend.column.region'), region],
    [say('web.spend.column.occasion'), occasion],
    [say('web.spend.column.taxClass'), say(`web.gift.taxClass.${taxClass}`)],
    [say('web.spend.column.lastFour'), lastFour ?? ''],
    [say('web.gift.claimBy'), story.expiresAt ? words.date(story.expiresAt, timeZone) : ''],
  ].filter(([, text]) => text !== '');
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      path="/spend"
      title={say('web.gift.title', { amount: formatMoney(story, locale), giver, recipient })}
      tab={say('web.gift.tab', { recipient })}
    >
      <p class="lead">{giftStatusText(words, story)}</p>
      {message && <blockquote class="message">“{message}”</blockquote>}
      <dl class="figures">
        {facts.map(([label, text]) => (
          <div>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <h2>{say('web.gift.happened')}</h2>
      <ol class="story">
        {steps.map(({ at, text, notes }) => (
          <li>
            <time datetime={at.toISOString()}>{words.dateAndTime(at, timeZone)}</time>
            <p>{text}</p>
            {notes.map((note) => (
              <p class="note">{note}</p>
            ))}
          </li>
        ))}
      </ol>
      {legs.length > 0 && <Ledger words={words} timeZone={timeZone} legs={legs} />}
    </SitePage>
  );
}

function Ledger({ words, timeZone, legs }: { words: Words; timeZone: string; legs: readonly ListedLeg[] }) {
  const { say, locale } = words;
  return (
    <details>
      <summary>{say('web.gift.ledger')}</summary>
      <DataTable
        caption={say('web.gift.ledger')}
        rows={legs}
        columns={[
          { label: say('web.gift.leg.at'), cell: ({ at }) => words.dateAndTime(at, timeZone) },
          { label: say('web.gift.leg.entry'), isMain: true, cell: ({ kind }) => <code>{kind}</code> },
          {
            label: say('web.gift.leg.account'),
            cell: ({ account, owner, period }) => (
              <>
                <code>{account}</code>
                <span class="sub">{[owner, period].filter(Boolean).join(' · ')}</span>
              </>
            ),
          },
          {
            label: say('web.spend.column.amount'),
            isAmount: true,
            isMain: true,
            cell: (leg) => formatMoney(leg, locale),
          },
        ]}
      />
    </details>
  );
}
