import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPicture } from '#src/domain/store/read-picture.ts';
import { pngOf } from '#test/helpers/stock.ts';

function jpegOf(width: number, height: number): Buffer {
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0]);
  const frame = Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 0, 0, 0, 1, 1, 0x11, 0, 0]);
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  return Buffer.concat([head, frame]);
}

function webpOf(kind: 'VP8 ' | 'VP8L' | 'VP8X', width: number, height: number): Buffer {
  const bytes = Buffer.alloc(40);
  bytes.write('RIFF', 0, 'latin1');
  bytes.write(`WEBP${kind}`, 8, 'latin1');
  if (kind === 'VP8 ') {
    bytes.writeUInt16LE(width, 26);
    bytes.writeUInt16LE(height, 28);
  } else if (kind === 'VP8L') {
    bytes.writeUInt32LE(((width - 1) | ((height - 1) << 14)) >>> 0, 21);
  } else {
    bytes.writeUIntLE(width - 1, 24, 3);
    bytes.writeUIntLE(height - 1, 27, 3);
  }
  return bytes;
}

describe('a picture', () => {
  it.each([
    ['PNG', pngOf(40, 30), 'image/png'],
    ['JPEG', jpegOf(40, 30), 'image/jpeg'],
    ['lossy WebP', webpOf('VP8 ', 40, 30), 'image/webp'],
    ['lossless WebP', webpOf('VP8L', 40, 30), 'image/webp'],
    ['large WebP', webpOf('VP8X', 40, 30), 'image/webp'],
  ])('is known as %s by its bytes, with its size', (_, bytes, type) => {
    expect(readPicture(bytes)).toEqual({ ok: true, type, width: 40, height: 30 });
  });

  it.each([
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'type'],
    ['a page', '<!doctype html>', 'type'],
    ['a GIF', 'GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\0;', 'type'],
    ['nothing', '', 'type'],
  ])('is not %s', (_, text, why) => {
    expect(readPicture(Buffer.from(text, 'latin1'))).toEqual({ ok: false, why });
  });

  it('is neither too large nor too wide nor empty', () => {
    expect(readPicture(Buffer.concat([pngOf(1, 1), Buffer.alloc(2_000_000)]))).toEqual({
      ok: false,
      why: 'bytes',
    });
    expect(readPicture(jpegOf(6_001, 30))).toEqual({ ok: false, why: 'size' });
    expect(readPicture(jpegOf(0, 30))).toEqual({ ok: false, why: 'type' });
  });

  it('never breaks on whatever comes', () => {
    const starts = fc.constantFrom(pngOf(2, 2), jpegOf(2, 2), webpOf('VP8X', 2, 2));
    fc.assert(
      fc.property(starts, fc.nat(60), fc.uint8Array({ maxLength: 60 }), (start, cut, rest) => {
        const read = readPicture(Buffer.concat([start.subarray(0, cut), rest]));
        expect(typeof read.ok).toBe('boolean');
      }),
    );
  });
});
