type Child = Node | string | null

/** Makes an element. Text becomes text nodes; nothing is ever read as markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | boolean> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, '')
    else if (value !== false) made.setAttribute(key, value)
  }
  for (const child of children) if (child !== null) made.append(child)
  return made
}

const svg = 'http://www.w3.org/2000/svg'

/** A line drawing of 24 × 24, hidden from assistive technology: the button around it has the words. */
export function icon(...paths: string[]): SVGSVGElement {
  const drawing = document.createElementNS(svg, 'svg')
  for (const [key, value] of Object.entries({ viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' })) {
    drawing.setAttribute(key, value)
  }
  for (const path of paths) {
    const line = document.createElementNS(svg, 'path')
    line.setAttribute('d', path)
    drawing.append(line)
  }
  return drawing
}

export const icons = {
  chat: () => icon('M4 5.5h16v11H11l-4.5 3.6v-3.6H4z', 'M8 9.5h8', 'M8 12.8h5'),
  close: () => icon('M6 6l12 12', 'M18 6L6 18'),
  down: () => icon('M6 9l6 6 6-6'),
  send: () => icon('M5 12h13', 'M12.5 6l6 6-6 6'),
  shield: () =>
    icon('M12 3.5l7 2.6v5.2c0 4.4-2.9 7.6-7 9.2-4.1-1.6-7-4.8-7-9.2V6.100z', 'M8.800 11.900l2.300 2.300 4.200-4.500'),
}
