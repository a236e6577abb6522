/** The widget's whole look. A constructed sheet: it needs no inline style, so a page's CSP cannot break it. */
const css = `
:host {
  all: initial;
  --accent: #2452c8; --accent-strong: #1c43a8; --on-accent: #ffffff;
  --surface: #ffffff; --sunken: #f3f5f8; --line: #dde1e8; --text: #171b24; --muted: #5a6373;
  --danger: #b3261e; --danger-soft: #fdeeed; --notice-soft: #fff5dc; --notice-text: #6b4a00; --good: #17713d;
  --shadow: 0 12px 40px rgb(16 24 40 / .2), 0 2px 8px rgb(16 24 40 / .1);
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :host {
    --accent: #8aacff; --accent-strong: #a9c2ff; --on-accent: #0b1530;
    --surface: #1a1d24; --sunken: #242832; --line: #363c49; --text: #eceff5; --muted: #a4adbd;
    --danger: #ff9d94; --danger-soft: #3a2322; --notice-soft: #38301c; --notice-text: #f3d58c; --good: #7fd6a1;
    --shadow: 0 12px 40px rgb(0 0 0 / .55), 0 2px 8px rgb(0 0 0 / .4);
  }
}
* { box-sizing: border-box; margin: 0; }
[hidden] { display: none !important; }
.root {
  position: fixed; right: 20px; bottom: 20px; z-index: 2147483000;
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  color: var(--text); text-align: start;
}
button, input, textarea { font: inherit; color: inherit; letter-spacing: inherit; }
button { cursor: pointer; border: 0; background: none; }
button:disabled { cursor: default; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
svg { width: 24px; height: 24px; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; display: block; }
.launcher {
  position: relative; display: grid; place-items: center; margin-left: auto; width: 56px; height: 56px; border-radius: 50%;
  background: var(--accent); color: var(--on-accent); box-shadow: var(--shadow); transition: background-color .15s;
}
.launcher:hover { background: var(--accent-strong); }
.launcher:focus-visible { outline-offset: 3px; }
.count {
  position: absolute; top: -3px; right: -3px; min-width: 22px; height: 22px; padding: 0 6px; border-radius: 11px;
  background: var(--danger); color: var(--surface); font-size: 12px; font-weight: 600; line-height: 22px; text-align: center;
}
.panel {
  position: absolute; right: 0; bottom: 72px; width: 376px; height: min(600px, calc(100vh - 112px));
  display: flex; flex-direction: column; overflow: hidden;
  background: var(--surface); border: 1px solid var(--line); border-radius: 16px; box-shadow: var(--shadow);
  animation: rise .16s ease-out;
}
@keyframes rise { from { opacity: 0; transform: translateY(8px); } }
header { display: flex; align-items: center; gap: 8px; padding: 14px 12px 14px 18px; border-bottom: 1px solid var(--line); }
.heading { flex: 1; min-width: 0; }
h2 { font-size: 16px; font-weight: 650; line-height: 1.3; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.state { display: flex; align-items: center; gap: 6px; font-size: 13px; color: var(--muted); }
.state svg { width: 15px; height: 15px; color: var(--good); }
.state::before { content: ""; width: 8px; height: 8px; border-radius: 50%; background: var(--muted); flex: none; }
.state[data-connection=online]::before { background: var(--good); }
.state[data-signed]::before { display: none; }
.quiet { display: grid; place-items: center; width: 36px; height: 36px; border-radius: 10px; color: var(--muted); }
.quiet:hover { background: var(--sunken); color: var(--text); }
.quiet svg { width: 20px; height: 20px; }
.log { flex: 1; overflow-y: auto; padding: 16px 18px; overscroll-behavior: contain; scrollbar-width: thin; scrollbar-color: var(--line) transparent; }
.log:focus-visible { outline-offset: -3px; }
.welcome { color: var(--muted); padding: 8px 0 12px; text-align: center; }
.divider { display: flex; align-items: center; gap: 10px; margin: 18px 0 10px; font-size: 12px; color: var(--muted); white-space: nowrap; }
.divider:first-child { margin-top: 0; }
.divider::before, .divider::after { content: ""; flex: 1; height: 1px; background: var(--line); }
.line { display: flex; flex-direction: column; align-items: flex-start; margin-top: 10px; }
.line.follows { margin-top: 3px; }
.line.visitor { align-items: flex-end; }
.author { font-size: 12px; color: var(--muted); margin: 0 0 3px 12px; }
.bubble {
  max-width: 85%; padding: 9px 13px; border-radius: 16px; background: var(--sunken);
  white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext;
}
.agent .bubble { border-bottom-left-radius: 5px; }
.visitor .bubble { background: var(--accent); color: var(--on-accent); border-bottom-right-radius: 5px; }
.visitor.waiting .bubble, .visitor.sending .bubble { opacity: .86; }
.visitor.refused .bubble { background: var(--danger-soft); color: var(--text); box-shadow: inset 0 0 0 1px var(--danger); }
.meta { margin: 3px 4px 0; font-size: 12px; color: var(--muted); max-width: 85%; }
.refused .meta { color: var(--danger); text-align: end; }
.link { padding: 2px 4px; margin-left: 4px; font-weight: 600; text-decoration: underline; text-underline-offset: 2px; border-radius: 4px; color: var(--text); }
.hidden-words { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.banner { margin: 0 12px 10px; padding: 10px 12px; border-radius: 10px; font-size: 14px; background: var(--notice-soft); color: var(--notice-text); }
.form { margin: 0 12px 10px; padding: 12px; border: 1px solid var(--line); border-radius: 12px; background: var(--sunken); }
.form h3 { font-size: 14px; font-weight: 650; }
.form p { font-size: 13px; color: var(--muted); margin-bottom: 8px; }
.fields { display: grid; grid-template-columns: 1fr 1fr; gap: 8px; }
label { display: block; font-size: 12px; color: var(--muted); }
input { width: 100%; margin-top: 2px; padding: 7px 10px; font-size: 14px; color: var(--text); background: var(--surface); border: 1px solid var(--line); border-radius: 8px; }
.actions { display: flex; justify-content: flex-end; gap: 4px; margin-top: 10px; }
.small { padding: 6px 12px; border-radius: 8px; font-size: 14px; font-weight: 600; color: var(--muted); }
.small:hover { color: var(--text); }
.small.first { background: var(--accent); color: var(--on-accent); }
.small.first:hover { background: var(--accent-strong); color: var(--on-accent); }
.composer { display: flex; align-items: flex-end; gap: 8px; padding: 10px 12px 12px; border-top: 1px solid var(--line); }
textarea {
  flex: 1; min-width: 0; height: 42px; max-height: 132px; resize: none; padding: 9px 12px; line-height: 22px; background: var(--sunken);
  border: 1px solid transparent; border-radius: 12px; scrollbar-width: thin;
}
textarea::placeholder, input::placeholder { color: var(--muted); opacity: 1; }
textarea:focus { outline: 2px solid var(--accent); outline-offset: -1px; background: var(--surface); }
textarea:disabled { opacity: .6; }
.send { display: grid; place-items: center; flex: none; width: 42px; height: 42px; border-radius: 12px; background: var(--accent); color: var(--on-accent); }
.send:hover:not(:disabled) { background: var(--accent-strong); }
.send:disabled { background: var(--sunken); color: var(--muted); }
@media (max-width: 460px) {
  .root { right: 12px; bottom: 12px; }
  .panel { position: fixed; inset: 8px 8px 80px; width: auto; height: auto; }
}
@media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; scroll-behavior: auto !important; } }
@media (forced-colors: active) { .launcher, .send, .bubble, .panel { border: 1px solid; } }
`

export function addStyles(root: ShadowRoot): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [sheet]
}
