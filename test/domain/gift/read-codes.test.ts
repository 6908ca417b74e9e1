import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeFromBytes, formatCode, parseCode } from '#src/domain/gift/code-format.ts';
import { readCodes } from '#src/domain/gift/read-codes.ts';

const anyCode = fc
  .uint8Array({ minLength: 15, maxLength: 15 })
  .map((bytes) => formatCode(codeFromBytes(bytes)));

function codesIn(typed: string): (string | undefined)[] {
  return readCodes(typed).map((text) => {
    const code = parseCode(text);
    return code && formatCode(code);
  });
}

describe('the codes in what somebody typed', () => {
  it.each<[string, (code: string) => string]>([
    ['as it is shown', (code) => code],
    ['in a row', (code) => code.replaceAll('-', '')],
    ['with blanks, in lower case', (code) => ` ${code.replaceAll('-', ' ').toLowerCase()} `],
    ['with other dashes', (code) => code.replaceAll('-', '–')],
    ['in a whole message', (code) => `Morgan gave you $25.00.\nYour code: ${code}. Thanks!`],
    ['over two lines', (code) => `${code.slice(0, 10)}\n${code.slice(10)}`],
  ])('are found %s', (_, write) => {
    fc.assert(
      fc.property(anyCode, (code) => {
        expect(codesIn(write(code))).toContain(code);
      }),
    );
  });

  it('are found several at once, each once', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyCode, { minLength: 2, maxLength: 6 }), (codes) => {
        expect(codesIn(`${codes.join('\n')}\n\n${codes.join(', ')}`)).toEqual(codes);
      }),
    );
  });

  it('are none where nothing stands, and a line that is none is kept to be named', () => {
    expect(readCodes(' \n\n')).toEqual([]);
    expect(readCodes('hello\nABCD-EFGH-JKMN-PQRS')).toEqual(['hello', 'ABCD-EFGH-JKMN-PQRS']);
  });

  it('are looked for in long texts at once', () => {
    const startedAt = performance.now();
    readCodes('ABCD '.repeat(4_000));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
