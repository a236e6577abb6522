import { useId, useRef, useState } from 'react'
import type { SchemeName } from '#shared/domain/verdict.ts'
import { vendorOf } from '#shared/vendors/all.ts'
import { Chip } from '../../ui/chip.tsx'
import { Choice } from '../../ui/choice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { searchVendors } from './vendor-search.ts'

/** Whose chat it is, among many: a search field, and what it finds. Enter takes the first hit, the arrows go through them. */
export function VendorChoice({
  scheme,
  error,
  onChange,
}: {
  /** null until somebody has chosen: another vendor's key and code would be for nothing. */
  scheme: SchemeName | null
  /** Why it cannot go on like this, or null. */
  error: string | null
  onChange: (scheme: SchemeName) => void
}) {
  const [search, setSearch] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const status = useId()
  const groups = searchVendors(search)
  const hits = groups.flatMap((group) => group.vendors)
  const isShown = hits.some(({ name }) => name === scheme)

  /** Once the list has been drawn with the new choice, its radio can be focused. */
  const enterList = () =>
    requestAnimationFrame(() => {
      const radio = list.current?.querySelector<HTMLElement>('input:checked') ?? list.current?.querySelector('input')
      radio?.focus()
    })

  return (
    <div className="channels-vendor-choice">
      <TextField
        label="Find your chat"
        type="search"
        placeholder="Name, or “token”, “hash”"
        value={search}
        onChange={setSearch}
        error={error}
        aria-describedby={status}
        onKeyDown={(event) => {
          const best = hits[0]
          if (best === undefined || (event.key !== 'Enter' && event.key !== 'ArrowDown')) return
          event.preventDefault()
          if (event.key === 'Enter' || !isShown) onChange(best.name)
          enterList()
        }}
      />
      <p id={status} role="status" className="channels-soft">
        {whatIsFound(search, hits.length)}
        {scheme !== null && !isShown && ` Chosen: ${vendorOf(scheme).title}.`}
      </p>
      <div ref={list} className="channels-vendors">
        <Choice
          label="Vendor"
          hideLabel
          value={isShown ? scheme : null}
          onChange={onChange}
          groups={groups.map(({ heading, vendors }) => ({
            heading,
            options: vendors.map(({ name, title, words, unconfirmed }) => ({
              id: name,
              label: title,
              description: words.proof,
              mark: unconfirmed.length > 0 ? <Chip tone="warning">Unconfirmed</Chip> : undefined,
            })),
          }))}
        />
      </div>
    </div>
  )
}

function whatIsFound(search: string, hits: number): string {
  if (hits === 0) return 'Nothing found. “Custom hash” and “Custom token” fit any site that signs.'
  if (search.trim() === '') return `${hits} to choose from.`
  return `${hits === 1 ? '1 hit' : `${hits} hits`}. Enter takes the first one.`
}
