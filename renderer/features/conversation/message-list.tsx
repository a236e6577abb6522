import { useVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { MessageView } from '#shared/domain/conversation.ts'
import type { MessageId } from '#shared/domain/ids.ts'
import { trustLook } from '../../trust/standing-words.ts'
import { Button } from '../../ui/button.tsx'
import { ThreadRow } from './message-item.tsx'
import './message-list.css'
import { threadItems } from './thread-messages.ts'
import { useHeldToEnd } from './use-held-to-end.ts'
import { useLookedAt } from './use-looked-at.ts'
import type { Seen } from './use-seen.ts'

/** A message to go to. Another object is another wish, even for the same message. */
export interface MessageTarget {
  messageId: MessageId
}

const nearStart = 160

/**
 * The messages, drawn only where they can be seen, held to the end while the reader is there, and to the reader's place
 * while they are not. What has been looked at is marked as seen.
 */
export function MessageList(props: {
  messages: readonly MessageView[]
  hasOlder: boolean
  loadingOlder: boolean
  onOlder: () => void
  target: MessageTarget | null
  seen: Seen
  onWhy: (id: MessageId) => void
  /** Nothing can be done from here, only read. */
  readOnly?: boolean
}) {
  const scroller = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLDivElement>(null)
  const { target } = props
  const items = useMemo(() => threadItems(props.messages, props.hasOlder), [props.messages, props.hasOlder])
  const last = props.messages.at(-1)?.position ?? 0
  const [reached, setReached] = useState<MessageTarget | null>(null)

  const end = useHeldToEnd(scroller, canvas, target === null)
  const { atEnd } = end
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => items[index]?.key ?? index,
    estimateSize: (index) => 72 + 32 * (items[index]?.marks.length ?? 0),
    overscan: 8,
    paddingStart: props.hasOlder ? 56 : 16,
    paddingEnd: 8,
    // At the end, useHeldToEnd alone moves the list; further up, the list keeps the reader's place.
    anchorTo: end.atEnd ? 'start' : 'end',
  })
  virtual.shouldAdjustScrollPositionOnItemSizeChange = end.atEnd ? () => false : undefined

  const { begin } = end
  useLayoutEffect(() => begin(), [begin])

  const rows = virtual.getVirtualItems()
  const height = virtual.getTotalSize()

  const targetIndex = target === null ? -1 : items.findIndex(({ message }) => message.id === target.messageId)
  useLayoutEffect(() => {
    if (target === null || target === reached || targetIndex === -1) return
    end.letGo()
    virtual.scrollToIndex(targetIndex, { align: 'center' })
    // The place is only right once the rows around it have been measured.
    const frame = requestAnimationFrame(() => {
      virtual.scrollToIndex(targetIndex, { align: 'center' })
      setReached(target)
      scroller.current?.focus({ preventScroll: true })
      scrolled()
    })
    return () => cancelAnimationFrame(frame)
  })

  const { onOlder } = props
  const { upTo, mark } = props.seen
  useLookedAt(atEnd ? last : null, upTo, mark)

  function scrolled() {
    const element = scroller.current
    if (element === null) return
    end.scrolled()
    if (element.scrollTop < nearStart && props.hasOlder && !props.loadingOlder) onOlder()
  }

  const unseen = props.messages.filter((message) => message.position > upTo && message.kind !== 'event').length
  return (
    <div className="thread-messages">
      {/* A scrolling region must be reachable by keyboard. */}
      <div
        ref={scroller}
        className="thread-scroller"
        role="log"
        aria-live="off"
        aria-label="Messages"
        tabIndex={0}
        onScroll={scrolled}
      >
        <div ref={canvas} className="thread-canvas" style={{ height }}>
          {props.hasOlder && (
            <div className="thread-older">
              <Button variant="quiet" busy={props.loadingOlder} onPress={onOlder}>
                Show older messages
              </Button>
            </div>
          )}
          {rows.map((row) => {
            const item = items[row.index]
            return (
              item && (
                <div
                  key={row.key}
                  ref={virtual.measureElement}
                  data-index={row.index}
                  className="thread-row"
                  data-unseen={item.message.position > upTo || undefined}
                  data-target={(reached !== null && item.message.id === reached.messageId) || undefined}
                  style={{ transform: `translateY(${row.start}px)` }}
                >
                  <ThreadRow item={item} onWhy={props.onWhy} readOnly={props.readOnly ?? false} />
                </div>
              )
            )
          })}
        </div>
      </div>
      {!atEnd && (
        <div className="thread-pill">
          <Button variant={unseen > 0 ? 'primary' : 'secondary'} icon="arrowDown" onPress={end.goToEnd}>
            {unseen > 0 ? `${unseen} new ${unseen === 1 ? 'message' : 'messages'}` : 'Latest'}
          </Button>
        </div>
      )}
      <Announcer messages={props.messages} />
    </div>
  )
}

/** Reads out what arrives. The list itself stays silent: scrolling it adds rows, and those are no news. */
function Announcer({ messages }: { messages: readonly MessageView[] }) {
  const [start] = useState(() => messages.at(-1)?.position ?? 0)
  const newest = messages.findLast((message) => message.kind === 'visitor' && message.position > start)
  return (
    <div className="ui-hidden" role="status">
      {newest && `New message, ${trustLook(newest.verdict?.status ?? 'unchecked').words}: ${newest.text.slice(0, 200)}`}
    </div>
  )
}
