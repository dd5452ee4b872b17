import { IconMoodSad, IconMoodSmile } from '@tabler/icons-react'
import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import canvasStyles from './canvas.module.css'
import { type Curve, curveOf, type Gap } from './curve.ts'
import emotionStyles from './emotion.module.css'
import { Lane } from './Lane.tsx'
import { slotOf } from './layout.ts'
import { useMap } from './mapView.ts'
import { mapTexts } from './texts.ts'

const HEIGHT = 128
/** Half the room a call-out takes. */
const HALF = 100

function Legend({ measured, assumed }: { measured: boolean; assumed: boolean }) {
  const { lanes } = useTexts(mapTexts)
  return (
    <span className={emotionStyles.legend}>
      {measured && (
        <span>
          <i data-line="measured" />
          {lanes.emotionMeasured}
        </span>
      )}
      {assumed && (
        <span>
          <i data-line="assumed" />
          {lanes.emotionAssumed}
        </span>
      )}
    </span>
  )
}

function GapCall({ gap, width }: { gap: Gap; width: number }) {
  const { emotion } = useTexts(mapTexts)
  const format = useFormat()
  const steps = format.number(Math.abs(gap.steps), 1)
  const anchor = gap.x < HALF ? 'start' : gap.x > width - HALF ? 'end' : 'middle'
  return (
    <g className={emotionStyles.gap} data-direction={gap.steps < 0 ? 'down' : 'up'}>
      <line x1={gap.x} x2={gap.x} y1={gap.from} y2={gap.to} />
      {gap.labelY !== null && (
        <text x={gap.x} y={gap.labelY} textAnchor={anchor}>
          {gap.steps < 0 ? emotion.below(steps) : emotion.above(steps)}
        </text>
      )}
    </g>
  )
}

const useCurve = (): Curve => {
  const { layout, ofTouchpoint, shows } = useMap()
  const felt = layout.columns.flatMap((column) =>
    column.touchpoints.map(({ id, assumed }, index) => ({
      id,
      x: slotOf(column, index),
      measured: shows('emotion') && shows('measured') ? (ofTouchpoint(id)?.emotion ?? null) : null,
      assumed: shows('plan') ? assumed : null,
    })),
  )
  return curveOf(felt, HEIGHT)
}

function Dots({ curve }: { curve: Curve }) {
  const { draft, ofTouchpoint, go, search } = useMap()
  const { emotion: texts } = useTexts(mapTexts)
  const format = useFormat()
  const nameOf = (id: string) => draft.touchpoints.find((touchpoint) => touchpoint.id === id)?.name ?? ''
  const signed = (value: number) => format.signed(value)
  return (
    <>
      {curve.assumedDots.map(({ id, x, y, value }) => (
        <circle key={id} cx={x} cy={y} r={2.4} className={emotionStyles.assumedDot}>
          <title>{texts.assumed(nameOf(id), signed(value))}</title>
        </circle>
      ))}
      {curve.dots.map(({ id, x, y, value }) => {
        const emotion = ofTouchpoint(id)?.emotion
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the card of the same touchpoint is the button for keys
          <circle
            key={id}
            cx={x}
            cy={y}
            r={search.touchpoint === id ? 5.5 : 3.8}
            className={emotionStyles.dot}
            data-mood={value < -0.25 ? 'bad' : undefined}
            data-selected={search.touchpoint === id || undefined}
            onClick={() => go({ touchpoint: id, phase: undefined, person: undefined })}
          >
            {emotion && (
              <title>
                {texts.point({
                  name: nameOf(id),
                  value: signed(emotion.mean),
                  interval: `${signed(emotion.low)} … ${signed(emotion.high)}`,
                  n: format.number(emotion.n),
                })}
              </title>
            )}
          </circle>
        )
      })}
    </>
  )
}

/** How it felt along the way: measured as a solid line with its band, assumed as a dashed one, both where they differ. */
export function EmotionLane() {
  const { layout } = useMap()
  const texts = useTexts(mapTexts)
  const curve = useCurve()
  const measured = curve.dots.length > 0
  const assumed = curve.assumedDots.length > 0
  if (!measured && !assumed)
    return (
      <Lane label={texts.lanes.emotion} name="emotion">
        <p className={canvasStyles.nothing}>{texts.emotion.noneMeasured}</p>
      </Lane>
    )
  return (
    <Lane label={texts.lanes.emotion} hint={<Legend measured={measured} assumed={assumed} />} name="emotion">
      <svg
        className={emotionStyles.emotion}
        width={layout.width}
        height={HEIGHT}
        viewBox={`0 0 ${layout.width} ${HEIGHT}`}
        role="img"
        aria-label={texts.lanes.emotion}
      >
        <line x1={0} x2={layout.width} y1={curve.zero} y2={curve.zero} className={emotionStyles.zero} />
        <path d={curve.band} className={emotionStyles.bandArea} />
        <path d={curve.assumed} className={emotionStyles.assumed} />
        <path d={curve.bridges} className={emotionStyles.bridge} />
        <path d={curve.solid} className={emotionStyles.measured} />
        {curve.gaps.map((gap) => (
          <GapCall key={gap.id} gap={gap} width={layout.width} />
        ))}
        <Dots curve={curve} />
        <g className={emotionStyles.faces}>
          <IconMoodSmile x={2} y={4} size={14} stroke={1.6} />
          <IconMoodSad x={2} y={HEIGHT - 18} size={14} stroke={1.6} />
        </g>
      </svg>
    </Lane>
  )
}
