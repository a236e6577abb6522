/** The demo shop's looks: served as `/shop.css`. */
export const shopStyle = `
:root { color-scheme: light dark; --ink: #1c2733; --soft: #5a6875; --paper: #fbfaf7; --card: #fff; --line: #e3e0d8; --deep: #0d4f5c; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ecef; --soft: #a3afb9; --paper: #14191d; --card: #1c2328; --line: #2e373d; --deep: #7cc7d4; }
}
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
a { color: inherit; }
header { display: flex; gap: 24px; align-items: center; padding: 16px 32px; border-bottom: 1px solid var(--line); background: var(--card); }
header .name { font-weight: 700; font-size: 20px; letter-spacing: -0.01em; color: var(--deep); text-decoration: none; }
header nav { display: flex; gap: 16px; color: var(--soft); font-size: 15px; }
header .who { margin-left: auto; padding: 4px 12px; border: 1px solid var(--line); border-radius: 99px; font-size: 14px; max-width: 40ch;
  overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
main { max-width: 960px; margin: 0 auto; padding: 32px 24px 160px; }
h1 { font-size: 30px; line-height: 1.2; letter-spacing: -0.02em; margin: 0 0 8px; }
h2 { font-size: 17px; margin: 36px 0 8px; }
p { margin: 0 0 12px; max-width: 68ch; }
.lead { color: var(--soft); font-size: 18px; }
.goods { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 16px; margin: 24px 0; padding: 0; list-style: none; }
.goods li { border: 1px solid var(--line); border-radius: 10px; background: var(--card); overflow: hidden; }
.goods svg { display: block; width: 100%; height: 112px; background: color-mix(in srgb, var(--deep) 9%, var(--card)); color: var(--deep); }
.goods div { padding: 10px 14px 14px; }
.goods b { display: block; }
.goods span { color: var(--soft); font-variant-numeric: tabular-nums; }
.lesson { margin-top: 32px; padding: 16px 20px; border: 1px solid var(--line); border-left: 4px solid var(--deep); border-radius: 10px; background: var(--card); }
.lesson h2 { margin-top: 0; }
pre { margin: 12px 0 0; padding: 12px 14px; overflow: auto; border-radius: 8px; background: color-mix(in srgb, var(--ink) 6%, transparent); font-size: 13px; line-height: 1.5; }
button.again { font: inherit; padding: 8px 16px; border-radius: 8px; border: 1px solid var(--deep); background: var(--deep); color: var(--card); cursor: pointer; }
button.again:focus-visible { outline: 3px solid color-mix(in srgb, var(--deep) 50%, transparent); outline-offset: 2px; }
[role=status]:not(:empty) { margin-top: 12px; padding: 10px 14px; border-radius: 8px; background: color-mix(in srgb, #b3261e 12%, transparent); }
.pages { columns: 2 320px; column-gap: 32px; padding: 0; list-style: none; }
.pages li { break-inside: avoid; margin-bottom: 10px; }
.pages small { display: block; color: var(--soft); }
`
