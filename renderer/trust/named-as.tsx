import './badge.css'
import { Given } from './given.tsx'
import { fieldWord } from './standing-words.ts'

/**
 * Whom a visitor is named as. An e-mail says what it is by itself; a bare number does not, so any other field carries
 * its word: `user id cust-1045`.
 */
export function NamedAs({ field, value }: { field: string | null; value: string }) {
  const plain = field === null || field === 'email' || field === 'name'
  return (
    <span className="trust-named">
      {!plain && `${fieldWord(field)} `}
      <Given text={value} proven />
    </span>
  )
}
