import { Document } from './document.tsx';

/** The landing page: short, since Largesse lives in chat. */
export function LandingPage({ hasPlayground, hasSignIn }: { hasPlayground: boolean; hasSignIn: boolean }) {
  return (
    <Document title="Largesse" styles="/style.css">
      <body class="landing">
        <main>
          <h1>Largesse</h1>
          <p>
            Gifts for colleagues, from chat. A manager types <code>/recognize @alice 25 for the launch</code>,
            and Alice has her gift code a moment later, inside the department's budget.
          </p>
          {hasPlayground ? (
            <p>
              <a class="button primary" href="/playground">
                Open the playground
              </a>
            </p>
          ) : (
            <p>
              It is running. Go to your chat and type <code>/help</code>.
            </p>
          )}
          {hasSignIn && (
            <p>
              <a href="/wallet">Look at your wallet</a>
            </p>
          )}
        </main>
      </body>
    </Document>
  );
}
