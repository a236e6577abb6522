import { gatheredCalls, type PageCalls, type PageGlobals } from './calls.ts'

/**
 * `$yourgptChatbot.set("contact:data", { email, phone, name, ext_user_id, user_hash })`.
 * Other keys of `set` are let pass; `execute("widget:open" | "widget:close" | "widget:toggle")` does what it says.
 */
export function installYourGpt(page: PageGlobals, calls: PageCalls): void {
  const stub = page.$yourgptChatbot
  const set = (key: unknown, value: unknown) => {
    if (key === 'contact:data') calls.identify(value ?? null)
  }
  const execute = (command: unknown) => {
    if (command === 'widget:open') calls.open()
    else if (command === 'widget:close') calls.close()
    else if (command === 'widget:toggle') calls.toggle()
  }
  page.$yourgptChatbot = { set, execute }
  for (const call of gatheredCalls(stub)) {
    const [method, ...rest] = call[0] === 'set' || call[0] === 'execute' ? call : ['set', ...call]
    if (method === 'execute') execute(rest[0])
    else set(rest[0], rest[1])
  }
}
