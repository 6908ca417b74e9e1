/** Colours, fonts and buttons of every page, light and dark. */
export const baseStyle = `
:root {
  color-scheme: light dark;
  --ground: #f4f2ed;
  --panel: #fffefb;
  --raised: #f7f5f0;
  --ink: #1d2421;
  --soft: #5b655f;
  --line: #e2ded4;
  --accent: #0f6b54;
  --accent-ink: #ffffff;
  --accent-wash: #e4f1eb;
  --gold: #8a5a00;
  --gold-wash: #fdf3dc;
  --gold-line: #e8cf94;
  --red: #a8322a;
  --red-wash: #fbeae7;
  --blue: #2b5d8c;
  --focus: #1b6fc2;
  --shadow: 0 1px 2px rgb(40 35 20 / 6%), 0 6px 24px rgb(40 35 20 / 5%);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #121614;
    --panel: #1a201d;
    --raised: #222925;
    --ink: #e8ece9;
    --soft: #a3aea8;
    --line: #2e3732;
    --accent: #57c3a1;
    --accent-ink: #06251b;
    --accent-wash: #17362c;
    --gold: #f0c976;
    --gold-wash: #302814;
    --gold-line: #5e4d22;
    --red: #ff9c90;
    --red-wash: #3a1f1c;
    --blue: #9cc6ee;
    --focus: #8cc4ff;
    --shadow: 0 0 transparent;
  }
}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--ground); color: var(--ink); }
h1, h2, h3, p, ul, ol, dl, dd, blockquote { margin: 0; padding: 0; }
ul, ol { list-style: none; }
button, input, select { font: inherit; color: inherit; }
code { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.skip { position: fixed; left: 12px; top: -60px; z-index: 9; padding: 8px 14px; border-radius: 8px; background: var(--accent); color: var(--accent-ink); }
.skip:focus { top: 8px; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.button {
  display: inline-block; padding: 5px 12px; border: 1px solid var(--line); border-radius: 8px;
  background: var(--panel); font-weight: 600; font-size: 14px; text-decoration: none; cursor: pointer;
}
.button:hover { border-color: var(--soft); }
.button:disabled { opacity: .55; cursor: progress; }
.button.primary { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
.button.primary:hover { filter: brightness(1.08); }
.button.danger { color: var(--red); border-color: currentColor; }
.badge {
  padding: 1px 7px; border-radius: 99px; background: var(--accent-wash); color: var(--accent);
  font-size: 11.5px; font-weight: 600;
}
.brand-mark {
  flex: none; display: grid; place-content: center; width: 34px; height: 34px; border-radius: 10px; background: #0f6b54;
}
.brand-mark svg { fill: none; stroke: #fff; stroke-width: 1.7; stroke-linejoin: round; }
.brand { display: flex; align-items: center; gap: 10px; max-width: 34rem; margin: 0 auto; padding: 20px 24px 0; }
.brand strong { font-size: 18px; letter-spacing: -.01em; }
.brand span:last-child { margin-left: auto; color: var(--soft); font-size: 14px; }
.landing main { max-width: 34rem; margin: 18vh auto 0; padding: 0 24px; }
.landing .brand + main { margin-top: min(8vh, 64px); padding-bottom: 48px; }
.landing h1 { font-size: 34px; line-height: 1.2; letter-spacing: -.02em; overflow-wrap: anywhere; }
.landing p { margin-top: 14px; color: var(--soft); font-size: 17px; }
.landing blockquote { margin-top: 14px; padding-left: 14px; border-left: 3px solid var(--line); }
.landing dl { margin-top: 14px; }
.landing dt { color: var(--soft); font-size: 13px; }
.landing form { margin-top: 22px; }
.landing textarea {
  display: block; width: 100%; margin: 6px 0 10px; padding: 8px; border: 1px solid var(--line); border-radius: 8px;
  background: var(--panel); color: inherit; font: inherit;
}
.landing .or { padding-top: 22px; border-top: 1px solid var(--line); }
.landing [role=alert] { color: var(--red); }
.landing a:not(.button) { color: var(--accent); }
.landing code { color: var(--ink); font-size: 15px; }
.landing .button { padding: 10px 18px; font-size: 16px; }
`;
