import { useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import { Button } from '../../ui/button.tsx'

/** Larger than any key file; the main process refuses what is too large for a key. */
const largestFile = 65_536

/** Reads a key from a file instead of the clipboard: PEM, JWK or a JWK set. The file is read here, and nothing is kept of it. */
export function KeyFile({ onRead }: { onRead: (material: string) => void }) {
  const [problem, setProblem] = useState<string | null>(null)
  async function read(files: FileList | null) {
    const file = files?.[0]
    if (file === undefined) return
    if (file.size > largestFile) {
      setProblem('This file is too large for a key.')
      return
    }
    setProblem(null)
    onRead(await file.text())
  }
  return (
    <>
      <FileTrigger acceptedFileTypes={['.pem', '.pub', '.key', '.json', '.jwk', '.jwks', '.txt']} onSelect={read}>
        <Button>Read it from a file</Button>
      </FileTrigger>
      {problem && (
        <span role="alert" className="ui-error">
          {problem}
        </span>
      )}
    </>
  )
}
