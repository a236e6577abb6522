import type { ChatLine } from '../chat-lines.ts'
import { words } from '../words.ts'
import { element } from './element.ts'

const dayFormat = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' })
const timeFormat = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })

/** Shows the lines of the chat in `log`: what is there stays, and only what changed is touched. */
export function createLines(log: HTMLElement, onRetry: (id: string) => void, onRemove: (id: string) => void) {
  const shown = new Map<string, { node: HTMLElement; as: string }>()

  const makeLine = (line: ChatLine, follows: boolean, lastOwn: boolean): HTMLElement => {
    const classes = ['line', line.from, follows ? 'follows' : '', line.state ?? ''].filter(Boolean).join(' ')
    const author = line.from === 'agent' ? line.name || words.agent : words.you
    return element(
      'div',
      { class: classes, 'data-id': line.key },
      line.from === 'agent' && !follows
        ? element('span', { class: 'author' }, element('bdi', {}, author))
        : element('span', { class: 'hidden-words' }, `${author}: `),
      element('div', { class: 'bubble', dir: 'auto', title: timeFormat.format(line.at) }, line.text),
      makeState(line, lastOwn),
    )
  }

  const makeState = (line: ChatLine, lastOwn: boolean): HTMLElement | null => {
    switch (line.state) {
      case 'sending':
        return element('div', { class: 'meta' }, words.sending)
      case 'waiting':
        return element('div', { class: 'meta' }, words.waiting)
      case 'sent':
        return lastOwn ? element('div', { class: 'meta' }, `${words.sent} · ${timeFormat.format(line.at)}`) : null
      case 'refused': {
        const again = element('button', { type: 'button', class: 'link' }, words.tryAgain)
        const remove = element('button', { type: 'button', class: 'link' }, words.remove)
        again.addEventListener('click', () => onRetry(line.key))
        remove.addEventListener('click', () => onRemove(line.key))
        return element('div', { class: 'meta' }, `${words.notSent} ${line.notice ?? ''}`, again, remove)
      }
      default:
        return null
    }
  }

  const makeDivider = (text: string) =>
    element('div', { class: 'divider', role: 'separator', 'aria-label': text }, text)

  return {
    show(lines: ChatLine[]): void {
      const nearEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80
      const lastOwn = lines.findLast(({ from }) => from === 'visitor')
      const lastConversation = lines.findLast(({ conversationId }) => conversationId !== null)?.conversationId ?? null
      const wanted: { key: string; as: string; make: () => HTMLElement }[] = []

      if (lines.length === 0) {
        const make = () => element('p', { class: 'welcome' }, words.welcome)
        wanted.push({ key: ' welcome', as: '', make })
      }
      let before: ChatLine | null = null
      for (const line of lines) {
        const conversation = line.conversationId ?? lastConversation
        const began = before === null || (before.conversationId ?? lastConversation) !== conversation
        const hasEarlier = lines[0]?.conversationId !== null && lines[0]?.conversationId !== lastConversation
        if (began && hasEarlier) {
          const text =
            conversation === lastConversation ? words.thisConversation : words.earlier(dayFormat.format(line.at))
          wanted.push({ key: ` ${line.key}`, as: text, make: () => makeDivider(text) })
        }
        const follows = !began && before?.from === line.from && before.name === line.name
        const last = line === lastOwn
        const as = JSON.stringify([
          line.text,
          line.state,
          line.notice,
          line.name,
          follows,
          last && line.state === 'sent',
        ])
        wanted.push({ key: line.key, as, make: () => makeLine(line, follows, last) })
        before = line
      }

      const keys = new Set(wanted.map(({ key }) => key))
      for (const [key, { node }] of shown) {
        if (keys.has(key)) continue
        node.remove()
        shown.delete(key)
      }
      let at: ChildNode | null = log.firstChild
      for (const { key, as, make } of wanted) {
        const known = shown.get(key)
        if (known !== undefined && known.as === as) {
          if (known.node === at) at = at.nextSibling
          else log.insertBefore(known.node, at)
          continue
        }
        const node = make()
        if (known?.node === at && at !== null) at = at.nextSibling
        if (known === undefined) log.insertBefore(node, at)
        else {
          known.node.replaceWith(node)
          if (node.nextSibling !== at) log.insertBefore(node, at)
        }
        shown.set(key, { node, as })
      }
      if (nearEnd) log.scrollTop = log.scrollHeight
    },
    toEnd(): void {
      log.scrollTop = log.scrollHeight
    },
  }
}
