/** The figure under the pointer or the focus, in writing. The bar's own name says the same to assistive technology. */
export function Readout({ text }: { text: string | null }) {
  return (
    <p className="insights-readout" aria-hidden>
      {text}
    </p>
  )
}
