import type { CatalogueItem, SignedIn } from '#src/app.ts';
import type { Words } from '#src/words/words.ts';
import { DataTable } from '../../frame/data-table.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { priceText } from './item-facts.ts';

type Shown = {
  words: Words;
  organization: { name: string };
  reader: SignedIn;
  items: readonly CatalogueItem[];
  /** Whether the reader may change it. */
  mayChange: boolean;
  said?: string | undefined;
};

/** Everything that the store offers or offered, with the way to change it. */
export function CataloguePage({ words, organization, reader, items, mayChange, said }: Shown) {
  const { say } = words;
  const offered = items.filter(({ isRetired }) => !isRetired);
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      path="/catalogue"
      title={say('web.catalogue.title', { count: offered.length })}
      tab={say('web.nav.catalogue')}
    >
      {said && (
        <p class="said" role="status">
          {said}
        </p>
      )}
      {items.length === 0 && <p class="lead">{say('web.catalogue.empty')}</p>}
      {mayChange && (
        <p class="acts">
          <a class="button primary" href="/catalogue/new">
            {say('web.catalogue.add')}
          </a>
          <a class="button" href="/catalogue/import">
            {say('web.import.title')}
          </a>
        </p>
      )}
      {items.length > 0 && (
        <DataTable
          caption={say('web.nav.catalogue')}
          rows={items}
          columns={[
            {
              label: say('web.catalogue.name'),
              isMain: true,
              cell: (item) => (mayChange ? <a href={`/catalogue/${item.id}`}>{item.name}</a> : item.name),
            },
            { label: say('web.catalogue.kind'), cell: ({ kind }) => say(`store.kind.${kind}`) },
            { label: say('web.catalogue.price'), isAmount: true, cell: (item) => priceText(words, item) },
            {
              label: say('web.catalogue.inStock'),
              isAmount: true,
              cell: ({ inStock }) => (inStock === null ? '' : String(inStock)),
            },
            {
              label: say('web.catalogue.fulfiller'),
              cell: (item) => <Fulfiller words={words} item={item} />,
            },
            { label: say('web.catalogue.for'), cell: (item) => audienceText(words, item) },
            {
              label: say('web.catalogue.status'),
              cell: ({ isRetired }) => say(isRetired ? 'web.catalogue.retired' : 'web.catalogue.offered'),
            },
          ]}
        />
      )}
    </SitePage>
  );
}

function Fulfiller({ words: { say }, item: { fulfiller } }: { words: Words; item: CatalogueItem }) {
  if (!fulfiller) return <></>;
  return (
    <>
      {fulfiller.name}
      {fulfiller.isDeactivated && <span class="sub">{say('web.catalogue.hasLeft')}</span>}
    </>
  );
}

function audienceText({ say }: Words, { departmentNames, roles, regions }: CatalogueItem): string {
  const parts = [...departmentNames, ...roles, ...regions];
  return parts.length > 0 ? parts.join(', ') : say('web.catalogue.everybody');
}
