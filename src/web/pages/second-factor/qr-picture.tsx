import { encode } from 'uqr';
import type { Secret } from '#src/domain/kit/secret.ts';

/** How far the dark squares stay from the border: readers need that. */
const QUIET = 4;

/** A text for a phone's camera. Dark on light in every theme, since some readers know nothing else; no style that our policy would refuse. */
export function QrPicture({ text, label }: { text: Secret; label: string }) {
  const { data, size } = encode(text.reveal(), { ecc: 'M', border: QUIET });
  const squares = data.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
  );
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={squares.join('')} fill="#000" />
    </svg>
  );
}
