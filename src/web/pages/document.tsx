import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='9' fill='%230f6b54'/%3E%3Cpath d='M8 14h16v10H8zM16 14v10M6.5 10.5h19V14h-19zM16 10.5c-5 0-6-5-3-5 2 0 3 3 3 5 0-2 1-5 3-5 3 0 2 5-3 5z' fill='none' stroke='%23fff' stroke-width='1.8' stroke-linejoin='round'/%3E%3C/svg%3E";

export type DocumentProps = { title: string; styles: string; script?: string; children?: Child };

/** The HTML frame of every page. */
export function Document({ title, styles, script, children }: DocumentProps) {
  return (
    <>
      {raw('<!doctype html>')}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{title}</title>
          <link rel="icon" href={ICON} />
          <link rel="stylesheet" href={styles} />
          {script && <script type="module" src={script} />}
        </head>
        {children}
      </html>
    </>
  );
}
