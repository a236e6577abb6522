import { messageTextMax, type VisitorForm } from '#shared/domain/visitor-frames.ts'
import type { ChatState } from '../chat-interface.ts'
import { words } from '../words.ts'
import { element, icons } from './element.ts'
import { createLines } from './lines.ts'
import { addStyles } from './styles.ts'

export interface PanelCalls {
  write(text: string): void
  retry(id: string): void
  remove(id: string): void
  fillForm(form: VisitorForm): void
  skipForm(): void
  look(looking: boolean): void
}

export interface Panel {
  show(state: ChatState): void
  open(): void
  close(): void
  toggle(): void
}

/** Builds the launcher and the chat in a shadow root at the end of the page. */
export function createPanel(title: string, calls: PanelCalls): Panel {
  const host = element('div', { id: 'bonafide-chat' })
  const shadow = host.attachShadow({ mode: 'open' })
  addStyles(shadow)

  const count = element('span', { class: 'count', hidden: true })
  const launcher = element(
    'button',
    {
      type: 'button',
      class: 'launcher',
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
      'aria-label': words.openChat,
    },
    icons.chat(),
    count,
  )
  const stateText = element('span')
  const stateLine = element('div', { class: 'state', role: 'status' }, stateText)
  const closeButton = element('button', { type: 'button', class: 'quiet', 'aria-label': words.closeChat }, icons.down())
  const log = element('div', {
    class: 'log',
    role: 'log',
    'aria-live': 'polite',
    'aria-label': words.messages,
    tabindex: '0',
  })
  const banner = element('div', { class: 'banner', role: 'status', hidden: true })
  const name = element('input', { name: 'name', autocomplete: 'name', maxlength: '200' })
  const email = element('input', { name: 'email', type: 'email', autocomplete: 'email', maxlength: '320' })
  const skip = element('button', { type: 'button', class: 'small' }, words.skip)
  const form = element(
    'form',
    { class: 'form', 'aria-label': words.formTitle, hidden: true, novalidate: true },
    element('h3', {}, words.formTitle),
    element('p', {}, words.formHint),
    element(
      'div',
      { class: 'fields' },
      element('label', {}, words.name, name),
      element('label', {}, words.email, email),
    ),
    element('div', { class: 'actions' }, skip, element('button', { type: 'submit', class: 'small first' }, words.save)),
  )
  const text = element('textarea', {
    rows: '1',
    placeholder: words.placeholder,
    'aria-label': words.write,
    maxlength: String(messageTextMax),
    enterkeyhint: 'send',
  })
  const send = element(
    'button',
    { type: 'submit', class: 'send', 'aria-label': words.send, disabled: true },
    icons.send(),
  )
  const composer = element('form', { class: 'composer' }, text, send)
  const panel = element(
    'div',
    { class: 'panel', role: 'dialog', 'aria-labelledby': 'title', hidden: true },
    element(
      'header',
      {},
      element('div', { class: 'heading' }, element('h2', { id: 'title' }, title), stateLine),
      closeButton,
    ),
    log,
    banner,
    form,
    composer,
  )
  shadow.append(element('div', { class: 'root' }, panel, launcher))
  const lines = createLines(
    log,
    (id) => calls.retry(id),
    (id) => calls.remove(id),
  )

  let isOpen = false
  const setOpen = (open: boolean, moveFocus: boolean) => {
    if (open === isOpen) return
    isOpen = open
    panel.hidden = !open
    launcher.replaceChildren(open ? icons.close() : icons.chat(), count)
    launcher.setAttribute('aria-expanded', String(open))
    if (open) {
      lines.toEnd()
      if (moveFocus) (text.disabled ? closeButton : text).focus()
    } else if (moveFocus) launcher.focus()
    calls.look(open)
  }

  const grow = () => {
    // By the object model, not by a style attribute: a strict CSP of the page lets it pass.
    text.style.height = 'auto'
    text.style.height = `${text.scrollHeight + 2}px`
    send.disabled = text.disabled || text.value.trim() === ''
  }

  launcher.addEventListener('click', () => setOpen(!isOpen, true))
  closeButton.addEventListener('click', () => setOpen(false, true))
  panel.addEventListener('keydown', (event) => {
    // What is typed here is not a shortcut of the page.
    event.stopPropagation()
    if (event.key !== 'Escape' || event.isComposing) return
    event.preventDefault()
    setOpen(false, true)
  })
  for (const kind of ['keyup', 'keypress']) panel.addEventListener(kind, (event) => event.stopPropagation())
  text.addEventListener('input', grow)
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    composer.requestSubmit()
  })
  composer.addEventListener('submit', (event) => {
    event.preventDefault()
    const written = text.value
    if (text.disabled || written.trim() === '') return
    text.value = ''
    grow()
    calls.write(written)
    lines.toEnd()
    text.focus()
  })
  skip.addEventListener('click', () => {
    calls.skipForm()
    text.focus()
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const filled = { name: name.value.trim(), email: email.value.trim() }
    if (filled.name === '' && filled.email === '') calls.skipForm()
    else calls.fillForm({ ...(filled.name && { name: filled.name }), ...(filled.email && { email: filled.email }) })
    text.focus()
  })

  return {
    show(state) {
      const { refusal, connection, status } = state
      const signedIn = connection === 'online' && status === 'verified'
      const said = standingWords(state)
      if (stateText.textContent !== said) {
        stateText.textContent = said
        stateLine.replaceChildren(...(signedIn ? [icons.shield()] : []), stateText)
      }
      stateLine.toggleAttribute('data-signed', signedIn)
      stateLine.setAttribute('data-connection', refusal === null ? connection : 'refused')

      const notice = refusal?.sentence ?? state.notice
      banner.hidden = notice === null
      if (banner.textContent !== (notice ?? '')) banner.textContent = notice ?? ''
      form.hidden = !state.offerForm
      text.disabled = refusal !== null
      send.disabled = text.disabled || text.value.trim() === ''

      log.setAttribute('aria-busy', String(connection === 'connecting'))
      lines.show(state.lines)

      count.hidden = state.unread === 0
      count.textContent = state.unread > 99 ? '99+' : String(state.unread)
      const label = isOpen ? words.closeChat : words.openChat
      launcher.setAttribute('aria-label', state.unread > 0 ? `${label}, ${words.unread(state.unread)}` : label)
      // Last, so that nothing of a half-built chat is ever seen.
      if (!host.isConnected) document.body.append(host)
    },
    open: () => setOpen(true, true),
    close: () => setOpen(false, false),
    toggle: () => setOpen(!isOpen, true),
  }
}

function standingWords({ refusal, connection, status }: ChatState): string {
  if (refusal !== null) return refusal.code === 'unverified-visitor' ? words.signInFirst : words.unavailable
  switch (connection) {
    case 'connecting':
      return words.connecting
    case 'offline':
      return words.offline
    case 'online':
      return status === 'verified' ? words.signedIn : words.online
  }
}
