import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderCard as renderForDiscord } from '#adapters/chat/discord/render-card.ts';
import { renderCard as renderForSlack } from '#adapters/chat/slack/render-card.ts';
import { storeCard } from '#src/chat/cards/store-card.ts';
import { must } from '#src/domain/kit/must.ts';
import { createWords } from '#src/words/words.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { type OpenStore, openStore } from '#test/helpers/orders.ts';
import { pngOf } from '#test/helpers/stock.ts';

const database = await createTestDatabase();
afterAll(database.drop);

let store: OpenStore;
let hash: string;
beforeAll(async () => {
  store = await openStore(database.db);
  const { app, add, priya } = store;
  const added = await app.store.addPicture({ actor: priya, bytes: pngOf(4, 3) });
  hash = added.ok ? added.value.picture : '';
  await add({ name: 'Mug', picture: hash });
  await add({ name: 'Cap' });
});

async function drawn(origin: string | undefined) {
  const { app, alice } = store;
  const offers = must(
    await app.queries.store.offersFor(alice, { personId: alice.id }),
    'offers of one’s own',
  );
  return storeCard(createWords(), {
    offers,
    made: { ok: false, refusal: { kind: 'unknown-order' } },
    pictureUrl: (picture) => origin && `${origin}/store/pictures/${picture}`,
    takesCard: () => false,
  });
}

describe('the store in chat', () => {
  it('shows the picture of an item beside it in Slack, where people can fetch it', async () => {
    const { blocks } = renderForSlack(await drawn('https://gifts.example.com'));
    const pictured = blocks.filter((block) => 'accessory' in block);

    expect(JSON.parse(JSON.stringify(pictured))).toEqual([
      expect.objectContaining({
        text: expect.objectContaining({ text: expect.stringContaining('Mug') as string }) as object,
        accessory: {
          type: 'image',
          image_url: `https://gifts.example.com/store/pictures/${hash}`,
          alt_text: 'Mug',
        },
      }),
    ]);
  });

  it.each([
    ['without an address', undefined],
    ['with one that is not public', 'http://localhost:3000'],
  ])('has text alone %s', async (_, origin) => {
    const card = await drawn(origin);

    expect(JSON.stringify(renderForSlack(card).blocks)).not.toContain('image');
    expect(JSON.stringify(renderForSlack(card).blocks)).toContain('Mug');
  });

  it('has the same lines on Discord, with or without pictures', async () => {
    const [pictured, plain] = [await drawn('https://gifts.example.com'), await drawn(undefined)];

    expect(renderForDiscord(pictured).embeds).toEqual(renderForDiscord(plain).embeds);
  });
});
