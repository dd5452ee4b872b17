import { Tooltip, VisuallyHidden } from '@mantine/core'
import { IconFlag3, IconMoodEmpty, IconMoodSad, IconMoodSmile, IconStar } from '@tabler/icons-react'
import type { Emotion } from '../../../kernel/figures.ts'
import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { ChannelIcon } from '../../../web/parts/ChannelIcon.tsx'
import type { Touchpoint, TouchpointFigures } from '../schema.ts'
import { ChangeText } from './ChangeText.tsx'
import styles from './card.module.css'
import { betterOf } from './change.ts'
import { FEWEST } from './curve.ts'
import { LiveMark } from './LiveMark.tsx'
import { Moving } from './Moving.tsx'
import { useMap } from './mapView.ts'
import { Sparkline } from './Sparkline.tsx'
import { mapTexts } from './texts.ts'

const moodOf = (mean: number) => (mean >= 0.75 ? 'good' : mean <= -0.25 ? 'bad' : 'even')
const moodIcons = { good: IconMoodSmile, even: IconMoodEmpty, bad: IconMoodSad }

export function Felt({ emotion }: { emotion: Emotion | null }) {
  const format = useFormat()
  const { card } = useTexts(mapTexts)
  if (!emotion || emotion.n < FEWEST) return null
  const mood = moodOf(emotion.mean)
  const Icon = moodIcons[mood]
  return (
    <span className={styles.felt} data-mood={mood}>
      <Icon size={14} stroke={1.7} aria-hidden />
      <VisuallyHidden>{card.feltHeard}</VisuallyHidden>
      {format.signed(emotion.mean)} <em>n&nbsp;{format.number(emotion.n)}</em>
    </span>
  )
}

/** The channel that carries most touches stands for the touchpoint; its own name helps where none is known. */
export const mainChannel = (touchpoint: Touchpoint, figures: TouchpointFigures | null): string =>
  figures?.channels.find(({ channel }) => channel !== '')?.channel ?? touchpoint.name

function Marks({ figures }: { figures: TouchpointFigures | null }) {
  const { card } = useTexts(mapTexts)
  const format = useFormat()
  const { shows } = useMap()
  const { breakPoint, moment } = figures ?? {}
  if (!shows('measured')) return null
  if (!breakPoint && !moment) return null
  const cost = breakPoint?.cost ? ` · ${card.breakCost(format.money(breakPoint.cost, undefined, 0))}` : ''
  return (
    <span className={styles.marks}>
      {moment && (
        <Tooltip label={card.moment}>
          <span className={styles.star}>
            <IconStar size={15} stroke={1.8} aria-hidden />
            <VisuallyHidden>{card.moment}</VisuallyHidden>
          </span>
        </Tooltip>
      )}
      {breakPoint && (
        <Tooltip label={`${card.breakPoint}${cost}`}>
          <span className={styles.flag}>
            <IconFlag3 size={15} stroke={1.8} aria-hidden />
            <VisuallyHidden>{`${card.breakPoint}${cost}`}</VisuallyHidden>
          </span>
        </Tooltip>
      )}
    </span>
  )
}

function Money({ figures }: { figures: TouchpointFigures }) {
  const { card } = useTexts(mapTexts)
  const format = useFormat()
  const { value, breakPoint } = figures
  if (value === 0 && !breakPoint?.cost) return null
  return (
    <span className={styles.cardMoney}>
      {value !== 0 && <span>{card.value(format.money(value, undefined, 0))}</span>}
      {breakPoint?.cost ? <b>−{card.breakCost(format.money(breakPoint.cost, undefined, 0))}</b> : null}
    </span>
  )
}

/** What the card of a touchpoint holds; where it stands and what a click does is the lane's matter. */
export function CardFace({ touchpoint, hue }: { touchpoint: Touchpoint; hue: string }) {
  const { ofTouchpoint, shows } = useMap()
  const { card } = useTexts(mapTexts)
  const figures = ofTouchpoint(touchpoint.id)
  return (
    <>
      <span className={styles.cardHead}>
        <ChannelIcon channel={mainChannel(touchpoint, figures)} size={15} />
        <b>{touchpoint.name}</b>
        <Marks figures={figures} />
      </span>
      {shows('measured') && figures && (
        <span className={styles.cardReach}>
          <span className={styles.bar}>
            <i
              style={{
                width: `${Math.max(figures.people > 0 ? 1 : 0, (figures.reach.value ?? 0) * 100)}%`,
                background: hue,
              }}
            />
          </span>
          <Sparkline values={figures.trend} hue={hue} />
          {shows('comparison') && figures.compared !== null && (
            <span className={styles.cardChange}>
              <ChangeText now={figures.people} before={figures.compared} better={betterOf(figures)} />
            </span>
          )}
        </span>
      )}
      <span className={styles.cardFoot}>
        {shows('measured') &&
          (figures ? (
            <span className={styles.cardPeople}>
              <Moving value={figures.people} /> <VisuallyHidden>{card.peopleHeard}</VisuallyHidden>
            </span>
          ) : (
            <span className={styles.cardPeople}>{card.unmeasured}</span>
          ))}
        {shows('emotion') && <Felt emotion={figures?.emotion ?? null} />}
      </span>
      {shows('money') && figures && <Money figures={figures} />}
      <LiveMark touchpoint={touchpoint.id} />
    </>
  )
}
