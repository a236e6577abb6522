import type { Browser, Page } from '@playwright/test'

export interface Box {
  left: number
  top: number
  width: number
  height: number
}

/** What a look at the window found of the texts that visitors gave. */
export interface Ink {
  /** Lines of given text that were in sight. */
  boxes: number
  /** Pixels that a given text draws outside of its own box. */
  outside: number
  /** Pixels of a badge's colour that a given text draws. */
  badgeColoured: number
  /** Pixels that given texts draw at all: the look is void without them. */
  inside: number
  /** Pixels of a badge's colour elsewhere in the window: they are found where they are. */
  badges: number
}

/** A part of a picture of the window, and places in it (from its own corner) that are not compared. */
export interface Part {
  picture: string
  box: Box
  without: Box[]
}

/** Text from outside: names and values in a `bdi`, messages in their bubbles. Names of operators are the console's. */
const given = [
  'bdi:not(header.title *, .conversation-assignee *)',
  '.message-bubble',
  '.review-bubble',
  '.review-evidence-text',
  '.override-text',
]
const inDialog = '[role="dialog"] bdi'

/**
 * Of 255, in each channel: the corner of a button or the edge of an icon that is drawn twice is not always of one shade.
 * A letter out of its box, of whichever colour of text, differs from what is under it by three times as much.
 */
const sameShade = 32

/** Boxes of the given texts in sight, line by line, as far as nothing around them cuts them off. */
function givenBoxes(page: Page): Promise<Box[]> {
  return page.evaluate((selector) => {
    const boxes: { left: number; top: number; width: number; height: number }[] = []
    const dialog = [...document.querySelectorAll('[role="dialog"]')].at(-1)
    for (const element of (dialog ?? document).querySelectorAll(selector)) {
      const lineHeight = Number.parseFloat(getComputedStyle(element).lineHeight) || 20
      let [left, top, right, bottom] = [0, 0, innerWidth, innerHeight]
      let dots: number | null = null
      for (let around = element.parentElement; around !== null; around = around.parentElement) {
        const style = getComputedStyle(around)
        if (style.overflow === 'visible') continue
        const frame = around.getBoundingClientRect()
        // The dots of a text that is cut stand behind it, in the box that cuts it.
        if (style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none') dots ??= frame.right
        left = Math.max(left, frame.left)
        right = Math.min(right, frame.right)
        top = Math.max(top, frame.top)
        bottom = Math.min(bottom, frame.bottom)
      }
      for (const rect of element.getClientRects()) {
        const middle = (rect.top + rect.bottom) / 2
        const box = {
          left: Math.max(left, rect.left),
          top: Math.max(top, Math.min(rect.top, middle - lineHeight / 2)),
          right: Math.min(right, dots ?? rect.right),
          bottom: Math.min(bottom, Math.max(rect.bottom, middle + lineHeight / 2)),
        }
        const [width, height] = [box.right - box.left, box.bottom - box.top]
        if (width > 0 && height > 0) boxes.push({ left: box.left, top: box.top, width, height })
      }
    }
    return boxes
  }, given.join(', '))
}

/**
 * Hides every clock, and with `given` every given text too; their room stays. `null` shows all again. By a sheet made in
 * script, which the page's policy lets pass.
 */
async function hide(page: Page, what: 'clocks' | 'given' | null): Promise<void> {
  // What stands behind an open dialog is not looked at.
  const isOpen = (await page.getByRole('dialog').count()) > 0
  const texts = isOpen ? [inDialog] : given
  // The numbers and icons of the rail are drawn anew with every change of the list, not always to the same shade.
  const names = what === null ? [] : ['time', 'nav .ui-count', 'nav svg', ...(what === 'given' ? texts : [])]
  await page.evaluate(
    (selectors) =>
      new Promise<void>((done) => {
        const sheet = new CSSStyleSheet()
        const all = selectors.flatMap((one) => [one, `${one} *`]).join(', ')
        sheet.replaceSync(all === '' ? '' : `${all} { visibility: hidden !important }`)
        document.adoptedStyleSheets = [sheet]
        requestAnimationFrame(() => requestAnimationFrame(() => done()))
      }),
    names,
  )
}

async function screenshot(page: Page): Promise<string> {
  return (await page.screenshot({ animations: 'disabled', caret: 'hide' })).toString('base64')
}

/** Looks at pictures in a page of another browser: the console's own policy lets nothing read them in its window. */
export async function inkReader(visitors: Browser) {
  const canvas = await visitors.newPage()
  return {
    /** Looks at the window as it is: with the given texts, and with their room left empty. */
    async look(page: Page): Promise<Ink> {
      const colours = await badgeColours(page)
      await hide(page, 'clocks')
      const boxes = await givenBoxes(page)
      const shown = await screenshot(page)
      await hide(page, 'given')
      const hidden = await screenshot(page)
      await hide(page, null)
      return {
        boxes: boxes.length,
        ...(await canvas.evaluate(compare, [shown, hidden, boxes, colours, sameShade] as const)),
      }
    },
    /** A picture of the window without its clocks. */
    async picture(page: Page): Promise<string> {
      await hide(page, 'clocks')
      const picture = await screenshot(page)
      await hide(page, null)
      return picture
    },
    /** Different pixels of two parts of one size, beside what is left out of either. */
    differences: (one: Part, other: Part): Promise<number> =>
      canvas.evaluate(compareParts, [one, other, sameShade] as const),
    close: () => canvas.close(),
  }
}

/** The colours in which the console draws what it knows: of shields, warnings and the words beside them. */
function badgeColours(page: Page): Promise<number[][]> {
  return page.evaluate(() =>
    ['good', 'warning', 'danger'].map((tone) => {
      const probe = document.createElement('i')
      probe.style.color = `var(--${tone})`
      document.body.append(probe)
      const value = getComputedStyle(probe).color
      probe.remove()
      return (value.match(/\d+/g) ?? []).slice(0, 3).map(Number)
    }),
  )
}

/** Runs in the other page: what differs between two pictures, inside and outside of the boxes. */
async function compare([shownPng, hiddenPng, boxes, colours, shade]: readonly [
  string,
  string,
  Box[],
  number[][],
  number,
]) {
  const read = async (png: string) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob())
    const drawing = new OffscreenCanvas(image.width, image.height).getContext('2d')
    if (drawing === null) throw new Error('no canvas')
    drawing.drawImage(image, 0, 0)
    return drawing.getImageData(0, 0, image.width, image.height)
  }
  const [shown, hidden] = [await read(shownPng), await read(hiddenPng)]
  const isInside = new Uint8Array(shown.width * shown.height)
  for (const { left, top, width, height } of boxes) {
    // The smoothed edge of a letter, or of a bubble's border, may take the next pixel.
    const [first, last] = [Math.max(0, Math.floor(left) - 1), Math.min(Math.ceil(left + width) + 1, shown.width)]
    const [from, to] = [Math.max(0, Math.floor(top) - 1), Math.min(Math.ceil(top + height) + 1, shown.height)]
    for (let y = from; y < to; y += 1) {
      isInside.fill(1, y * shown.width + first, y * shown.width + last)
    }
  }
  const counts = { outside: 0, badgeColoured: 0, inside: 0, badges: 0 }
  for (let pixel = 0; pixel < isInside.length; pixel += 1) {
    const at = pixel * 4
    const differs = [0, 1, 2].some(
      (channel) => Math.abs((shown.data[at + channel] ?? 0) - (hidden.data[at + channel] ?? 0)) > shade,
    )
    const isBadge = colours.some((colour) =>
      colour.every((value, channel) => Math.abs((shown.data[at + channel] ?? 0) - value) <= 8),
    )
    if (isInside[pixel] === 1) {
      if (differs) counts.inside += 1
      if (differs && isBadge) counts.badgeColoured += 1
    } else {
      if (differs) counts.outside += 1
      if (isBadge) counts.badges += 1
    }
  }
  return counts
}

/** Runs in the other page. */
async function compareParts([one, other, shade]: readonly [Part, Part, number]) {
  const read = async ({ picture, box }: Part) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob())
    const drawing = new OffscreenCanvas(image.width, image.height).getContext('2d')
    if (drawing === null) throw new Error('no canvas')
    drawing.drawImage(image, 0, 0)
    const [left, top, width, height] = [box.left, box.top, box.width, box.height].map(Math.round) as [
      number,
      number,
      number,
      number,
    ]
    return drawing.getImageData(left, top, width, height)
  }
  const [first, second] = [await read(one), await read(other)]
  if (first.width !== second.width || first.height !== second.height) return first.width * first.height
  const leftOut = [...one.without, ...other.without]
  let different = 0
  for (let y = 0; y < first.height; y += 1) {
    for (let x = 0; x < first.width; x += 1) {
      const at = (y * first.width + x) * 4
      const differs = [0, 1, 2].some(
        (channel) => Math.abs((first.data[at + channel] ?? 0) - (second.data[at + channel] ?? 0)) > shade,
      )
      if (!differs) continue
      const isLeftOut = leftOut.some(
        ({ left, top, width, height }) =>
          x >= Math.floor(left) && x < Math.ceil(left + width) && y >= Math.floor(top) && y < Math.ceil(top + height),
      )
      if (!isLeftOut) different += 1
    }
  }
  return different
}
