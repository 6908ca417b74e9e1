import type { SignedIn, SpendGift } from '#src/app.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';
import { pathWith } from '../../frame/path-with.ts';
import { DataTable } from '../../frame/data-table.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { FileLinks } from './file-links.tsx';
import { giftParameters, type GiftsQuery } from './query.ts';
import { giftStatusText } from './gifts-file.ts';
import { dayText, whenText } from '#src/chat/cards/spend-texts.ts';

type GiftsPageProps = {
  words: Words;
  organization: { name: string };
  reader: SignedIn;
  query: GiftsQuery;
  gifts: readonly SpendGift[];
  /** Where the next page begins. */
  next: string | undefined;
  /** Of whom or what these are, in words. */
  of: readonly string[];
  /** The reader sees only some of what the figures count. */
  isPart: boolean;
};

/** The gifts behind a figure, newest first. */
export function GiftsPage({ words, organization, reader, query, gifts, next, of, isPart }: GiftsPageProps) {
  const { say } = words;
  const title = say(`web.spend.giftsTitle.${query.figure}`, { when: whenText(words, query.days) });
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      path="/spend"
      title={title}
      tab={say('web.spend.giftsTab')}
    >
      {query.days.isMisread && <p class="summary">{say('web.spend.misread')}</p>}
      {of.length > 0 && <p class="lead">{of.join(' · ')}</p>}
      {isPart && <p>{say('web.spend.partOfGifts')}</p>}
      {gifts.length === 0 ? (
        <p>{say(query.before === undefined ? 'web.spend.noGifts' : 'web.spend.noMoreGifts')}</p>
      ) : (
        <Gifts words={words} caption={title} gifts={gifts} />
      )}
      <Paging words={words} query={query} next={next} />
      <FileLinks
        words={words}
        addressFor={(format) => pathWith(`/spend/gifts.${format}`, giftParameters(query))}
      />
    </SitePage>
  );
}

function Gifts({ words, caption, gifts }: Pick<GiftsPageProps, 'words' | 'gifts'> & { caption: string }) {
  const { say, locale } = words;
  return (
    <DataTable
      caption={caption}
      rows={gifts}
      columns={[
        {
          label: say('web.spend.column.recipient'),
          isMain: true,
          cell: ({ giftId, recipient, giver }) => (
            <span>
              <a href={`/gifts/${giftId}`}>{recipient}</a>
              <span class="sub">{say('web.spend.fromGiver', { giver })}</span>
            </span>
          ),
        },
        {
          label: say('web.spend.column.message'),
          cell: ({ message, occasion, department }) => (
            <span>
              {message}
              <span class="sub">{[occasion, department].filter(Boolean).join(' · ')}</span>
            </span>
          ),
        },
        {
          label: say('web.spend.column.status'),
          cell: (gift) => <span class="words">{giftStatusText(words, gift)}</span>,
        },
        {
          label: say('web.spend.column.day'),
          cell: ({ day }) => <span class="amounts">{dayText(words, day)}</span>,
        },
        {
          label: say('web.spend.column.amount'),
          isAmount: true,
          isMain: true,
          cell: (gift) => formatMoney(gift, locale),
        },
      ]}
    />
  );
}

function Paging({ words: { say }, query, next }: Pick<GiftsPageProps, 'words' | 'query' | 'next'>) {
  const isFirst = query.before === undefined;
  if (isFirst && next === undefined) return <></>;
  return (
    <p class="acts">
      {!isFirst && (
        <a class="button" href={pathWith('/spend/gifts', giftParameters(query))}>
          {say('web.spend.newest')}
        </a>
      )}
      {next !== undefined && (
        <a
          class="button"
          rel="next"
          href={pathWith('/spend/gifts', { ...giftParameters(query), before: next })}
        >
          {say('web.spend.older')}
        </a>
      )}
    </p>
  );
}
