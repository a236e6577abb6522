import type { PageIdentity } from './back-end.ts'
import type { DemoHost } from './channels.ts'
import { demoHosts } from './channels.ts'
import type { DemoPagePlan } from './page-plan.ts'

/**
 * What every vendor asks to be put before its script: calls made early are kept, and the script takes them up
 * from `q` once it has loaded. `$yourgptChatbot` and `TalkativeEngageApi` are objects, so their stub is one too.
 */
const stubs = {
  YourGPT: `window.$yourgptChatbot = window.$yourgptChatbot || { q: [], set: function () { this.q.push(["set"].concat([].slice.call(arguments))) } };`,
  Fernand: `window.Fernand = window.Fernand || function () { (window.Fernand.q = window.Fernand.q || []).push(arguments) };`,
  Pavior: `window.Pavior = window.Pavior || function () { (window.Pavior.q = window.Pavior.q || []).push(arguments) };`,
  Talkative: `window.TalkativeEngageApi = window.TalkativeEngageApi || { q: [], startChat: function () { this.q.push(["startChat"].concat([].slice.call(arguments))) } };`,
  Intercom: `window.Intercom = window.Intercom || function () { (window.Intercom.q = window.Intercom.q || []).push(arguments) };`,
  Chatwoot: `window.$chatwoot = window.$chatwoot || { q: [], setUser: function () { this.q.push(["setUser"].concat([].slice.call(arguments))) } };`,
  'Own token': `window.Bonafide = window.Bonafide || function () { (window.Bonafide.q = window.Bonafide.q || []).push(arguments) };`,
} as const

export interface ShopPage {
  plan: DemoPagePlan
  identity: PageIdentity
  /** What the button of the page does. */
  again: PageIdentity | null
  channelId: string
  scheme: string
  /** Where the widget's script comes from. */
  intakeUrl: string
}

/** A page of the demo shop as HTML: shop window, lesson, and the vendor's snippet at its end. */
export function renderShopPage(page: ShopPage): string {
  const { plan, identity, again } = page
  const callsShown = identity.script || identity.markup || '// This page names nobody.'
  return documentOf(
    `${plan.vendor}: ${plan.title}`,
    plan.host,
    whoText(plan),
    `
<h1>${hostTitle(plan.host)}</h1>
<p class="lead">Bicycles for wind, salt and cobbles. Have a question? The chat is at the bottom right.</p>
${goods}
<section class="lesson" aria-labelledby="lesson">
  <h2 id="lesson">What this page shows: ${escapeHtml(plan.vendor)}, ${escapeHtml(inSentence(plan.title))}</h2>
  <p>${escapeHtml(plan.shows)}</p>
  ${plan.again === undefined ? '' : `<button type="button" class="again" id="again">${escapeHtml(plan.again.button)}</button>`}
  <p role="status" id="told"></p>
  <pre tabindex="0" aria-label="The vendor’s snippet on this page"><code>${escapeHtml(callsShown)}</code></pre>
</section>
${identity.markup}`,
    `<script>${stubs[plan.vendor]}</script>
<script src=${attribute(`${page.intakeUrl}/widget.js`)} data-channel=${attribute(page.channelId)} data-scheme=${attribute(page.scheme)} async></script>
<script>
${pageScript(identity, again)}
</script>`,
  )
}

/** The page that lists the others. */
export function renderIndexPage(pages: readonly DemoPagePlan[], urlOf: (plan: DemoPagePlan) => string): string {
  const rows = pages.map(
    (plan) =>
      `<li><a href=${attribute(urlOf(plan))}>${escapeHtml(plan.vendor)}: ${escapeHtml(plan.title)}</a><small>${escapeHtml(plan.shows)}</small></li>`,
  )
  return documentOf(
    'Harbour Cycles',
    'shop',
    'Not signed in',
    `<h1>Harbour Cycles</h1>
<p class="lead">A shop that exists to be chatted with. Each page names its visitor in another way.</p>
${goods}
<h2>Pages</h2>
<ul class="pages">${rows.join('\n')}</ul>`,
    '',
  )
}

/** Every call stands in a function of its own, since the documents' samples declare names that may come twice. */
function pageScript(identity: PageIdentity, again: PageIdentity | null): string {
  return `function identify() {
${identity.script}
}
var identifyNow = identify;
identify();
${
  again === null
    ? ''
    : `function identifyAgain() {
${again.script}
}
document.getElementById("again").addEventListener("click", function () { identifyNow = identifyAgain; identifyAgain(); });`
}
window.chatEvents = [];
["verdict", "refused", "identify-again"].forEach(function (name) {
  window.addEventListener("bonafide:" + name, function (event) {
    window.chatEvents.push({ name: name, detail: event.detail });
    if (name === "identify-again") identifyNow();
    if (name === "refused") document.getElementById("told").textContent = "The chat says: " + event.detail.sentence;
  });
});`
}

function documentOf(title: string, host: DemoHost, who: string, body: string, scripts: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/shop.css">
</head>
<body>
<header>
  <a class="name" href="/">${hostTitle(host)}</a>
  <nav aria-label="Shop"><span>Bicycles</span><span>Workshop</span><span>Help</span></nav>
  <span class="who"><bdi>${escapeHtml(who)}</bdi></span>
</header>
<main>${body}</main>
${scripts}
</body>
</html>
`
}

function whoText(plan: DemoPagePlan): string {
  switch (plan.naming.how) {
    case 'nobody':
    case 'shared-without-proof':
      return 'Not signed in'
    case 'signed':
    case 'element':
    case 'borrowed':
    case 'other-case':
    case 'lower-field':
      return `Signed in: ${plan.naming.person.name}`
    case 'altered':
      return `Says to be: ${plan.naming.into.name}`
    default:
      return `Says to be: ${plan.naming.person.name}`
  }
}

/** A title as it stands in the middle of a sentence: names in it keep their capitals. */
const inSentence = (title: string) => title.charAt(0).toLowerCase() + title.slice(1)

const titles: Record<DemoHost, string> = {
  shop: 'Harbour Cycles',
  help: 'Harbour Cycles Help',
  other: 'Bargain Bike Parts',
  stranger: 'Somebody Else’s Shop',
}
const hostTitle = (host: DemoHost) => titles[host]

/** The host names the site answers under. */
export const answeredHosts: readonly string[] = Object.values(demoHosts)

const wheel = (x: number) => `<circle cx="${x}" cy="72" r="24" fill="none" stroke="currentColor" stroke-width="4"/>`
const picture = (frame: string) =>
  `<svg viewBox="0 0 200 112" aria-hidden="true">${wheel(58)}${wheel(142)}<path d="${frame}" fill="none" stroke="currentColor" stroke-width="4" stroke-linejoin="round"/></svg>`
const goods = `<ul class="goods">
<li>${picture('M58 72 84 36h42l16 36M84 36l14 36h-40M126 36 98 72M120 28h14M76 30h16')}<div><b>The Tern</b><span>€ 890</span></div></li>
<li>${picture('M58 72 78 44l46-12 18 40M78 44l24 28H58M124 32l-22 40M118 26h16M70 38h16')}<div><b>The Skiff, step-through</b><span>€ 940</span></div></li>
<li>${picture('M58 72 84 40h40l18 32M84 40l16 32H58M124 40l-24 32M124 40l6-14h12M78 34h14M30 44h24v14H30z')}<div><b>The Lighter, with box</b><span>€ 2 150</span></div></li>
</ul>`

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
const attribute = (text: string) => `"${escapeHtml(text)}"`
