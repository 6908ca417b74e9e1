/** Largesse's sign, a gift box. Decoration only: the name is always beside it. */
export function BrandMark() {
  return (
    <span class="brand-mark" aria-hidden="true">
      <svg viewBox="0 0 24 24" width="20" height="20">
        <path d="M4 11h16v9H4zM12 11v9M3 7.5h18V11H3zM12 7.5C8 7.5 7 3.5 9.5 3.5c1.7 0 2.5 2.5 2.5 4 0-1.5.8-4 2.5-4C17 3.5 16 7.5 12 7.5z" />
      </svg>
    </span>
  );
}
