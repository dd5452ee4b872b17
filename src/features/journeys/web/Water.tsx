import styles from './river.module.css'
import type { Band } from './river.ts'

type Props = { readonly band: Band; readonly hue: string; readonly next: string | undefined; readonly id: string }

/** One stretch of the river without its words. `id` must be unique in the page: gradients are found by it. */
export function Water({ band, hue, next, id }: Props) {
  const { onward, blend, open, stream } = band
  return (
    <g style={{ color: hue }}>
      <defs>
        <linearGradient id={`${id}-blend`}>
          <stop offset="0" stopColor={hue} />
          <stop offset="1" stopColor={next ?? hue} />
        </linearGradient>
        {stream && (
          <linearGradient
            id={`${id}-fall`}
            gradientUnits="userSpaceOnUse"
            x1="0"
            x2="0"
            y1={stream.fadeFrom}
            y2={stream.fadeTo}
          >
            <stop offset="0" stopColor={hue} />
            <stop offset=".45" stopColor={hue} stopOpacity=".55" />
            <stop offset="1" stopColor={hue} stopOpacity="0" />
          </linearGradient>
        )}
        {open && (
          <linearGradient id={`${id}-open`} gradientUnits="userSpaceOnUse" x1={open.from} x2={open.to} y1="0" y2="0">
            <stop offset="0" stopColor={hue} />
            <stop offset="1" stopColor={hue} stopOpacity="0" />
          </linearGradient>
        )}
      </defs>
      {stream && <path d={stream.path} fill={`url(#${id}-fall)`} className={styles.water} />}
      {open && <path d={open.path} fill={`url(#${id}-open)`} className={styles.water} />}
      <rect {...onward} fill={hue} className={styles.water} />
      {blend && <rect {...blend} fill={`url(#${id}-blend)`} className={styles.water} />}
    </g>
  )
}
