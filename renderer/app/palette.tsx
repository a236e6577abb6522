import { useState } from 'react'
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
} from 'react-aria-components'
import { useDelayed } from '../features/composer/use-delayed.ts'
import { useRequest } from '../host/host.ts'
import { TrustIcon } from '../trust/badge.tsx'
import { Given } from '../trust/given.tsx'
import { givenText } from '../trust/given-text.ts'
import { Icon } from '../ui/icon.tsx'
import { KeyHint } from '../ui/key-hint.tsx'
import { Time } from '../ui/time.tsx'
import type { Command } from './commands.tsx'
import { useAllCommands } from './commands.tsx'
import { useNavigation } from './navigation.tsx'
import './palette.css'

const groups: Command['group'][] = ['Conversation', 'Go to', 'List', 'Operator', 'Window']

/**
 * Everything that can be done here, and every conversation, by name: `Ctrl K`.
 * `begun` is what stands in it when it opens; null while it is closed.
 */
export function Palette({ begun, onClose }: { begun: string | null; onClose: () => void }) {
  return (
    <ModalOverlay
      className="palette-veil"
      isOpen={begun !== null}
      isDismissable
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <Modal className="palette-modal">
        <Dialog className="palette" aria-label="Search and commands">
          <Content begun={begun ?? ''} onClose={onClose} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function Content({ begun, onClose }: { begun: string; onClose: () => void }) {
  const [query, setQuery] = useState(begun)
  const asked = useDelayed(query.trim(), 120)
  const search = useRequest(
    'conversation.search',
    { query: asked, limit: 12 },
    { enabled: asked.length >= 2, keepPrevious: true },
  )
  const { openConversation } = useNavigation()
  const commands = useAllCommands().filter((command) => !command.keyOnly)

  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  // Commands come first: they are known at once, and what is about to be chosen must not move when hits arrive.
  const matching = commands
    .filter((command) => words.every((word) => command.label.toLowerCase().includes(word)))
    .slice(0, words.length > 0 ? 6 : undefined)
  const hits = asked.length >= 2 ? (search.data?.hits ?? []) : []

  function act(id: string) {
    onClose()
    const hit = hits.find((one) => `hit:${one.messageId}` === id)
    if (hit) openConversation(hit.conversationId, { at: 'message', messageId: hit.messageId })
    // The dialog gives focus back first; a command may then move it on.
    else requestAnimationFrame(() => commands.find((one) => one.id === id)?.run())
  }

  return (
    <Autocomplete inputValue={query} onInputChange={setQuery}>
      <SearchField
        className="palette-field"
        aria-label="Search or run a command"
        autoFocus
        onKeyDown={(event) => {
          // One press closes; clearing the text first would make it two.
          if (event.key === 'Escape') onClose()
        }}
      >
        <Icon name="search" />
        <Input className="palette-input" placeholder="Search conversations or run a command" />
        <KeyHint keys="Esc" />
      </SearchField>
      <Menu
        className="palette-list"
        aria-label="Results"
        onAction={(key) => act(String(key))}
        renderEmptyState={() => (
          <p className="palette-none">
            {search.problem
              ? search.problem.message
              : 'Nothing matches. Try a name, a word of a message, or an action.'}
          </p>
        )}
      >
        {groups.map((group) => {
          const entries = matching.filter((command) => command.group === group)
          return (
            entries.length > 0 && (
              <MenuSection key={group}>
                <Header className="ui-menu-title">{group}</Header>
                {entries.map((command) => (
                  <MenuItem key={command.id} id={command.id} className="palette-item" textValue={command.label}>
                    <Icon name="chevronRight" />
                    <span className="palette-words">
                      <span>{command.label}</span>
                    </span>
                    {command.key && <KeyHint keys={command.key.toUpperCase()} />}
                  </MenuItem>
                ))}
              </MenuSection>
            )
          )
        })}
        {hits.length > 0 && (
          <MenuSection>
            <Header className="ui-menu-title">Conversations</Header>
            {hits.map((hit) => (
              <MenuItem
                key={hit.messageId}
                id={`hit:${hit.messageId}`}
                className="palette-item"
                textValue={givenText(hit.title).text}
              >
                <TrustIcon status={hit.status} />
                <span className="palette-words">
                  <span>
                    <Given text={hit.title} />
                  </span>
                  <span className="palette-more">
                    <span className="ui-hidden">wrote: </span>
                    <bdi>{givenText(hit.snippet).text}</bdi>
                  </span>
                </span>
                <span className="palette-more">
                  <Time at={hit.at} />
                </span>
              </MenuItem>
            ))}
          </MenuSection>
        )}
      </Menu>
    </Autocomplete>
  )
}
