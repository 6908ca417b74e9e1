import { SecretCode } from '#src/domain/gift/secret-code.ts';
import type { ActionAnswer } from '#src/ports/chat.ts';
import type { Action, Card } from '#src/ports/message.ts';

/** The code of `giftCard`, as it is kept and as people read it. */
export const CODE = 'QW3RTY7H2M9KX4TP';
export const SHOWN_CODE = 'QW3R-TY7H-2M9K-X4TP';

export function card(title: string, rest: Partial<Card> = {}): Card {
  return { tone: 'info', title, summary: title, blocks: [], actions: [], ...rest };
}

/** What settles the card that was pressed. */
export function settling(title: string, rest: Partial<Card> = {}): ActionAnswer {
  return { ...card(title, rest), settles: true };
}

export function button(label: string, rest: Partial<Action> = {}): Action {
  return { id: 'claim', label, value: 'gift-1', style: 'primary', ...rest };
}

/** A card with every kind of block. */
export function giftCard(): Card {
  return {
    tone: 'success',
    title: 'A gift for you',
    summary: 'Bob sent you a gift',
    blocks: [
      { kind: 'text', text: 'You may spend it today' },
      { kind: 'quote', text: 'Thank you for the launch' },
      { kind: 'code', code: new SecretCode(CODE) },
      { kind: 'bar', share: 0.4, label: 'two fifths are left' },
      { kind: 'fields', fields: [{ label: 'Amount', value: '25.00 EUR' }] },
    ],
    actions: [],
  };
}

/** A card that says `text` wherever a card can say something, with a code in the midst of it. */
export function cardSaying(text: string): Card {
  const fields = { kind: 'fields' as const, fields: [{ label: text, value: text }] };
  return {
    tone: 'refusal',
    title: text,
    summary: text,
    blocks: [
      { kind: 'text', text },
      fields,
      { kind: 'quote', text },
      { kind: 'bar', share: 2, label: text },
      { kind: 'code', code: new SecretCode(CODE) },
      { kind: 'quote', text },
      { kind: 'text', text },
      fields,
    ],
    actions: [button(text)],
  };
}

/** `giftCard` without its code, for where everybody reads. */
export function withoutCode(full: Card): Card {
  return { ...full, blocks: full.blocks.filter(({ kind }) => kind !== 'code') };
}
