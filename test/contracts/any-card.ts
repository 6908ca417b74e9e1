import fc from 'fast-check';
import { codeFromBytes } from '#src/domain/gift/code-format.ts';
import type { Card } from '#src/ports/message.ts';
import { button } from './cards.ts';
import { hostileTexts } from './hostile-texts.ts';

/** Cards of any make: any text, any order of blocks, several codes and buttons. */
export function anyCard(): fc.Arbitrary<Card> {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.string({ unit: 'binary', maxLength: 100 }),
    fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
    fc.constantFrom(...Object.values(hostileTexts)),
  );
  const fields = fc.array(fc.record({ label: text, value: text }), { maxLength: 12 });
  const code = fc.uint8Array({ minLength: 15, maxLength: 15 }).map(codeFromBytes);
  const block = fc.oneof(
    fc.record({ kind: fc.constant('text' as const), text }),
    fc.record({ kind: fc.constant('quote' as const), text }),
    fc.record({ kind: fc.constant('fields' as const), fields }),
    fc.record({ kind: fc.constant('bar' as const), share: fc.double(), label: text }),
    fc.record({ kind: fc.constant('code' as const), code }),
  );
  const labels = fc.array(text, { maxLength: 7 });
  return fc.record({
    tone: fc.constantFrom('success' as const, 'refusal' as const, 'info' as const),
    title: text,
    summary: text,
    blocks: fc.array(block, { minLength: 1, maxLength: 9 }),
    actions: labels.map((all) => all.map((label, index) => button(label, { value: `gift-${index}` }))),
  });
}
