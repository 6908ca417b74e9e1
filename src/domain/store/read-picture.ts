export const PICTURE_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;
export type PictureType = (typeof PICTURE_TYPES)[number];

/** Bytes at most, and pixels at most on each side. */
const LARGEST_PICTURE = 2_000_000;
const WIDEST_PICTURE = 6_000;

/** Why a file is no picture for the store. */
export type PictureTrouble = 'type' | 'bytes' | 'size';

export type ReadPicture =
  | { ok: true; type: PictureType; width: number; height: number }
  | { ok: false; why: PictureTrouble };

type Size = { width: number; height: number };

/**
 * What a file is by its own bytes, whatever it is called: PNG, JPEG or WebP, with its size in pixels. Never SVG, which can hold scripts.
 *
 * @see https://www.w3.org/TR/png-3/#11IHDR
 * @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf B.2.2
 * @see https://developers.google.com/speed/webp/docs/riff_container
 */
export function readPicture(bytes: Uint8Array): ReadPicture {
  if (bytes.length > LARGEST_PICTURE) return { ok: false, why: 'bytes' };
  const read = readPng(bytes) ?? readJpeg(bytes) ?? readWebp(bytes);
  if (!read || read.width < 1 || read.height < 1) return { ok: false, why: 'type' };
  if (Math.max(read.width, read.height) > WIDEST_PICTURE) return { ok: false, why: 'size' };
  return { ok: true, ...read };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function textAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

function readPng(bytes: Uint8Array): (Size & { type: PictureType }) | undefined {
  if (bytes.length < 33 || textAt(bytes, 0, 8) !== '\x89PNG\r\n\x1a\n' || textAt(bytes, 12, 4) !== 'IHDR')
    return undefined;
  const view = viewOf(bytes);
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
}

/** The markers of a frame, which has the size; four in between are something else. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function readJpeg(bytes: Uint8Array): (Size & { type: PictureType }) | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  const view = viewOf(bytes);
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (isFrame(marker))
      return { type: 'image/jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}

function readWebp(bytes: Uint8Array): (Size & { type: PictureType }) | undefined {
  if (bytes.length < 30 || textAt(bytes, 0, 4) !== 'RIFF' || textAt(bytes, 8, 4) !== 'WEBP') return undefined;
  const size = webpSize(bytes, viewOf(bytes));
  return size && { type: 'image/webp', ...size };
}

function webpSize(bytes: Uint8Array, view: DataView): Size | undefined {
  switch (textAt(bytes, 12, 4)) {
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X': {
      const width = 1 + (view.getUint32(24, true) & 0xffffff);
      return { width, height: 1 + (view.getUint32(26, true) >>> 8) };
    }
    default:
      return undefined;
  }
}
