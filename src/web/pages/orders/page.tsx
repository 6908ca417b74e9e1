import type { ListedOrder, SignedIn } from '#src/app.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';
import { type Column, DataTable } from '../../frame/data-table.tsx';
import { SitePage } from '../../frame/site-page.tsx';

/** Whose orders: the reader's own, those that they see to, or everybody's. */
export type OrderList = 'own' | 'to-do' | 'all';

export type OrdersProps = {
  words: Words;
  organization: { name: string; timeZone: string };
  reader: SignedIn;
  list: OrderList;
  orders: readonly ListedOrder[];
  /** The lists that the reader has, this one among them. */
  lists: readonly OrderList[];
  /** How many wait for the reader. */
  toDo: number;
  /** The last one of the newer page that was left; undefined on the first page. */
  before: string | undefined;
  /** The last one of this page where there are older ones. */
  next: string | undefined;
};

const PATHS: Record<OrderList, string> = { own: '/orders', 'to-do': '/orders/to-do', all: '/orders/all' };

/** What was ordered and how far each is; a row opens its order. */
export function OrdersPage(props: OrdersProps) {
  const { words, organization, reader, list, orders, lists, toDo } = props;
  const { say } = words;
  const title =
    list === 'to-do'
      ? say('web.orders.toDoTitle', { count: toDo })
      : say(list === 'own' ? 'web.orders.ownTitle' : 'web.orders.allTitle');
  return (
    <SitePage words={words} organization={organization} reader={reader} path="/orders" title={title}>
      {lists.length > 1 && (
        <nav class="pages" aria-label={say('web.orders.lists')}>
          {lists.map((one) => (
            <a href={PATHS[one]} aria-current={one === list ? 'page' : undefined}>
              {one === 'to-do' ? say('web.orders.toDo', { count: toDo }) : say(`web.orders.${one}`)}
            </a>
          ))}
        </nav>
      )}
      {orders.length === 0 ? (
        <Empty {...props} />
      ) : (
        <DataTable caption={title} rows={orders} columns={columnsOf(props)} />
      )}
      <Pages {...props} />
    </SitePage>
  );
}

/** The ways to the other pages of the list. */
function Pages({ words: { say }, list, before, next }: OrdersProps) {
  if (before === undefined && next === undefined) return <></>;
  return (
    <p class="acts">
      {before !== undefined && (
        <a class="button" href={PATHS[list]}>
          {say('web.orders.newest')}
        </a>
      )}
      {next !== undefined && (
        <a class="button" href={`${PATHS[list]}?before=${next}`}>
          {say('web.orders.older')}
        </a>
      )}
    </p>
  );
}

function Empty({ words: { say }, list, before }: OrdersProps) {
  if (before !== undefined) return <p class="lead">{say('web.orders.noOlder')}</p>;
  return (
    <>
      <p class="lead">{say(`web.orders.none.${list}`)}</p>
      {list === 'own' && (
        <p class="acts">
          <a class="button primary" href="/store">
            {say('web.orders.toStore')}
          </a>
        </p>
      )}
    </>
  );
}

function columnsOf({ words, organization, list }: OrdersProps): Column<ListedOrder>[] {
  const { say, locale } = words;
  const { timeZone } = organization;
  const buyer: Column<ListedOrder> = { label: say('web.orders.buyer'), cell: (one) => one.buyer };
  const fulfiller: Column<ListedOrder> = {
    label: say('web.catalogue.fulfiller'),
    cell: (one) => one.fulfiller ?? '',
  };
  return [
    {
      label: say('web.orders.what'),
      isMain: true,
      cell: ({ orderId, item }) => <a href={`/orders/${orderId}`}>{item}</a>,
    },
    ...(list === 'own' ? [] : [buyer]),
    {
      label: say('web.orders.status'),
      cell: ({ status, money }) => {
        const isToPay = status === 'placed' && money === 'awaiting_remainder';
        return say(isToPay ? 'web.order.status.toPay' : `web.order.status.${status}`);
      },
    },
    ...(list === 'all' ? [fulfiller] : []),
    {
      label: say('web.orders.placedAt'),
      cell: ({ placedAt }) => (
        <time datetime={placedAt.toISOString()} title={words.dateAndTime(placedAt, timeZone)}>
          {words.date(placedAt, timeZone)}
        </time>
      ),
    },
    {
      label: say('web.catalogue.price'),
      isAmount: true,
      isMain: true,
      cell: (one) => formatMoney(one, locale),
    },
  ];
}
