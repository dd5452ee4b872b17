import { useEffect, useRef, useState } from 'react'
import { useFormat } from '../../../web/format.tsx'

const morphMs = 180
const calm = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches

/** A whole number that runs to its new value when it changes. */
export function Moving({ value }: { value: number }) {
  const format = useFormat()
  const [shown, setShown] = useState(value)
  const current = useRef(value)
  useEffect(() => {
    const from = current.current
    if (from === value) return
    const show = (number: number) => {
      current.current = number
      setShown(number)
    }
    if (calm() || document.hidden) return show(value)
    const begun = performance.now()
    let frame = requestAnimationFrame(function step(now) {
      const share = Math.min(1, (now - begun) / morphMs)
      show(share === 1 ? value : Math.round(from + (value - from) * share))
      if (share < 1) frame = requestAnimationFrame(step)
    })
    return () => cancelAnimationFrame(frame)
  }, [value])
  return format.number(shown)
}
