import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { IconButton } from './button.tsx'
import './dialog.css'

/** A modal window: holds focus, closes with Esc, with its cross, and (unless `keepOpen`) by a press outside. */
export function Dialog(props: {
  isOpen: boolean
  onClose: () => void
  title: string
  children: ReactNode
  /** Buttons, the main one last. */
  footer?: ReactNode
  size?: 'small' | 'medium' | 'large'
  /** A press outside does not close it: for forms that hold typed text. */
  keepOpen?: boolean
}) {
  return (
    <ModalOverlay
      className="ui-veil"
      isOpen={props.isOpen}
      isDismissable={!props.keepOpen}
      onOpenChange={(open) => {
        if (!open) props.onClose()
      }}
    >
      <Modal className="ui-modal" data-size={props.size ?? 'medium'}>
        <AriaDialog className="ui-dialog">
          <header className="ui-dialog-head">
            <Heading slot="title" className="ui-dialog-title">
              {props.title}
            </Heading>
            <IconButton icon="cross" label="Close" onPress={props.onClose} />
          </header>
          <div className="ui-dialog-body">{props.children}</div>
          {props.footer && <footer className="ui-dialog-foot">{props.footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
