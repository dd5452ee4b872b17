import { channelLabel } from '../../../kernel/names.ts'
import { useFormat } from '../../../web/format.tsx'
import { useLanguage, useTexts } from '../../../web/i18n.tsx'
import { ChannelIcon } from '../../../web/parts/ChannelIcon.tsx'
import type { TouchpointFigures } from '../schema.ts'
import { Columns, Lane } from './Lane.tsx'
import styles from './lanes.module.css'
import { useMap } from './mapView.ts'
import { mapTexts } from './texts.ts'

const SHOWN = 3

export type Carried = { readonly channel: string; readonly touches: number; readonly share: number }

/** The channels that carry the touches of a phase, largest first. */
export const carriedBy = (figures: readonly TouchpointFigures[]): Carried[] => {
  const touches = new Map<string, number>()
  for (const { channels } of figures)
    for (const { channel, touches: count } of channels) touches.set(channel, (touches.get(channel) ?? 0) + count)
  const all = [...touches.values()].reduce((sum, count) => sum + count, 0)
  return [...touches]
    .map(([channel, count]) => ({ channel, touches: count, share: all === 0 ? 0 : count / all }))
    .sort((a, b) => b.touches - a.touches || a.channel.localeCompare(b.channel))
}

export function ChannelLane() {
  const { layout, ofTouchpoint } = useMap()
  const { lanes, channels } = useTexts(mapTexts)
  const format = useFormat()
  const language = useLanguage()
  const nameOf = (channel: string) => (channel === '' ? channels.none : channelLabel(channel, language))
  return (
    <Lane label={lanes.channels} hint={lanes.channelsHint} name="channels">
      <Columns>
        {layout.columns.map(({ phase, touchpoints, hue }) => {
          const carried = carriedBy(touchpoints.map(({ id }) => ofTouchpoint(id)).filter((one) => one !== null))
          return (
            <ul key={phase.id} className={styles.channels} aria-label={phase.name}>
              {carried.slice(0, SHOWN).map(({ channel, share }) => (
                <li key={channel}>
                  <ChannelIcon channel={channel} size={14} />
                  <span>{nameOf(channel)}</span>
                  <span className={styles.channelShare}>{format.percent(share, 0)}</span>
                  <i style={{ width: `${share * 100}%`, background: hue }} />
                </li>
              ))}
              {carried.length > SHOWN && (
                <li
                  className={styles.quiet}
                  title={format.list(carried.slice(SHOWN).map(({ channel }) => nameOf(channel)))}
                >
                  {channels.more(carried.length - SHOWN)}
                </li>
              )}
            </ul>
          )
        })}
      </Columns>
    </Lane>
  )
}
