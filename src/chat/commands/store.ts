import { refusalCard } from '../cards/refusal-card.ts';
import { storeCard } from '../cards/store-card.ts';
import { defineCommand } from '../define-command.ts';

/** `/store`: what the caller can have for their balance, and a link that opens the store in a browser. */
export const store = defineCommand({
  name: 'store',
  summary: 'store.summary',
  options: {},

  async run({ app, words, findCaller }) {
    const caller = await findCaller();
    if (!caller.ok) return refusalCard(words, caller.refusal);
    const person = caller.value;
    const offers = await app.queries.store.offersFor(person, { personId: person.id });
    return storeCard(words, {
      offers: offers ?? [],
      made: await app.session.makeChatLink(person),
      pictureUrl: (hash) => app.store.webUrl(`/store/pictures/${hash}`),
      takesCard: app.checkout.takesRest,
    });
  },
});
