import { Button, Skeleton } from '@mantine/core'
import { IconFlag3, IconStar, IconUsers } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api } from '../../../web/api.ts'
import { useFormat } from '../../../web/format.tsx'
import { useLanguage, useTexts } from '../../../web/i18n.tsx'
import { ErrorPanel } from '../../../web/parts/ErrorPanel.tsx'
import { ruleWords } from '../../../web/parts/rule/ruleWords.ts'
import { ruleInWords } from '../../../web/parts/rule/words.ts'
import { ShareText } from '../../../web/parts/ShareText.tsx'
import { useWorkspace } from '../../../web/workspace.tsx'
import type { Touchpoint, TouchpointDetail, TouchpointFigures } from '../schema.ts'
import { ChangeText } from './ChangeText.tsx'
import { betterOf } from './change.ts'
import { FEWEST } from './curve.ts'
import { useMap } from './mapView.ts'
import { Neighbours } from './Neighbours.tsx'
import styles from './panel.module.css'
import { Rich } from './Rich.tsx'
import { Sparkline } from './Sparkline.tsx'
import { editTexts } from './texts-edit.ts'
import { panelTexts } from './texts-panel.ts'

function Findings({ touchpoint, figures }: { touchpoint: Touchpoint; figures: TouchpointFigures }) {
  const texts = useTexts(panelTexts)
  const format = useFormat()
  const { draft } = useMap()
  const { breakPoint, moment } = figures
  const phase = draft.phases.find(({ id }) => id === touchpoint.phase)?.name ?? ''
  return (
    <>
      {breakPoint && (
        <div className={styles.finding}>
          <span className={styles.tag} data-kind="bad">
            <IconFlag3 size={14} stroke={1.8} aria-hidden />
            {texts.breakTag}
            {breakPoint.cost ? ` · ${texts.perMonth(format.money(breakPoint.cost, undefined, 0))}` : ''}
          </span>
          <p>
            <Rich
              text={texts.breakPoint({
                exits: format.percent(breakPoint.exits.value ?? 0, 0),
                part: format.number(breakPoint.exits.part),
                n: format.number(breakPoint.exits.n),
                expected: format.percent(breakPoint.expected, 0),
                phase,
              })}
            />{' '}
            <Rich text={texts.lost(format.number(Math.round(breakPoint.peopleLost)))} />
          </p>
        </div>
      )}
      {moment && (
        <div className={styles.finding}>
          <span className={styles.tag} data-kind="star">
            <IconStar size={14} stroke={1.8} aria-hidden />
            {texts.momentTag}
          </span>
          <p>
            <Rich
              text={texts.moment({
                odds: format.number(moment.oddsRatio, 1),
                low: format.number(moment.low, 1),
                high: format.number(moment.high, 1),
              })}
            />
          </p>
        </div>
      )}
    </>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function FeltFact({ touchpoint, figures }: { touchpoint: Touchpoint; figures: TouchpointFigures }) {
  const { figures: texts } = useTexts(panelTexts)
  const format = useFormat()
  const { emotion } = figures
  return (
    <Fact name={texts.felt}>
      {emotion && emotion.n >= FEWEST ? (
        <>
          {format.signed(emotion.mean)}{' '}
          <em>
            ({format.signed(emotion.low)} … {format.signed(emotion.high)}) {texts.answers(format.number(emotion.n))}
          </em>
        </>
      ) : (
        <em>{emotion ? texts.few(format.number(emotion.n)) : texts.none}</em>
      )}
      {touchpoint.assumed !== null && (
        <em className={styles.below}>{texts.assumed(format.signed(touchpoint.assumed))}</em>
      )}
    </Fact>
  )
}

function Facts({
  touchpoint,
  figures,
  detail,
}: {
  touchpoint: Touchpoint
  figures: TouchpointFigures
  detail: TouchpointDetail | undefined
}) {
  const { figures: texts } = useTexts(panelTexts)
  const { touchpoint: named } = useTexts(editTexts)
  const format = useFormat()
  const { shows } = useMap()
  const hours = detail?.hoursToNext
  return (
    <dl className={styles.facts}>
      <Fact name={texts.people}>
        {format.number(figures.people)}{' '}
        {shows('comparison') && (
          <ChangeText now={figures.people} before={figures.compared} better={betterOf(figures)} />
        )}
      </Fact>
      <Fact name={texts.reach}>
        <ShareText share={figures.reach} />
      </Fact>
      <Fact name={texts.touches}>{format.number(figures.touches)}</Fact>
      <Fact name={texts.goal}>
        <ShareText share={figures.reachedGoal} /> <em>({format.interval(figures.reachedGoal)})</em>
      </Fact>
      <Fact name={texts.exits}>
        <ShareText share={figures.exits} /> <em>({format.interval(figures.exits)})</em>
      </Fact>
      {hours && (
        <Fact name={texts.next}>
          {format.duration(hours.median)}{' '}
          <em>
            ({format.duration(hours.low)} – {format.duration(hours.high)})
          </em>
        </Fact>
      )}
      <FeltFact touchpoint={touchpoint} figures={figures} />
      {figures.value !== 0 && <Fact name={texts.value}>{format.money(figures.value)}</Fact>}
      <Fact name={texts.place}>{named.places[touchpoint.place]}</Fact>
      {touchpoint.media && <Fact name={texts.media}>{named.medias[touchpoint.media]}</Fact>}
      {touchpoint.department !== '' && <Fact name={texts.department}>{touchpoint.department}</Fact>}
    </dl>
  )
}

function Evidence({ touchpoint, figures }: { touchpoint: Touchpoint; figures: TouchpointFigures }) {
  const { figures: map } = useMap()
  const texts = useTexts(panelTexts)
  const format = useFormat()
  const words = ruleWords[useLanguage()]
  const { people } = figures
  return (
    <section>
      <h3 className={styles.title}>{texts.evidence}</h3>
      <p className={styles.quiet}>
        {people > 0
          ? texts.measuredAt({ people: format.number(people), date: format.date(map?.asOf ?? new Date()) })
          : texts.assumedOnly}
      </p>
      <p className={styles.rule}>{ruleInWords(touchpoint.rule, words)}</p>
    </section>
  )
}

function ToPeople({ figures }: { figures: TouchpointFigures }) {
  const { go } = useMap()
  const texts = useTexts(panelTexts)
  const format = useFormat()
  const shared = { variant: 'default', justify: 'flex-start', leftSection: <IconUsers size={16} /> } as const
  return (
    <div className={styles.actions}>
      {figures.exits.part > 0 && (
        <Button {...shared} onClick={() => go({ tab: 'people', who: 'left' })}>
          {texts.seePeople(format.number(figures.exits.part))}
        </Button>
      )}
      <Button {...shared} onClick={() => go({ tab: 'people', who: 'all' })}>
        {texts.seeAll(format.number(figures.people))}
      </Button>
    </div>
  )
}

/** The figures of a touchpoint with their intervals, its neighbours, and what they rest on. */
export function FiguresTab({ touchpoint }: { touchpoint: Touchpoint }) {
  const { journey, question, ofTouchpoint, figures: map, layout } = useMap()
  const { id: workspace } = useWorkspace()
  const texts = useTexts(panelTexts)
  const { data, error, isPending, refetch } = useQuery(
    api.journeys.touchpoint.queryOptions({
      input: { workspace, journey: journey.id, touchpoint: touchpoint.id, ...question },
      enabled: map?.state === 'ready',
    }),
  )
  const figures = ofTouchpoint(touchpoint.id) ?? data?.figures
  const hue = layout.columns.find(({ phase }) => phase.id === touchpoint.phase)?.hue ?? 'var(--ink3)'
  if (!figures) return <Skeleton height={180} radius={8} />
  return (
    <div className={styles.panel}>
      <Findings touchpoint={touchpoint} figures={figures} />
      <Facts touchpoint={touchpoint} figures={figures} detail={data} />
      <section>
        <h3 className={styles.title}>{texts.trend}</h3>
        <div className={styles.trend}>
          <Sparkline values={figures.trend} hue={hue} width={292} height={40} />
        </div>
      </section>
      {error && <ErrorPanel error={error} onRetry={() => refetch()} />}
      {isPending && map?.state === 'ready' && <Skeleton height={160} radius={8} />}
      {data && <Neighbours detail={data} hue={hue} />}
      <Evidence touchpoint={touchpoint} figures={figures} />
      <ToPeople figures={figures} />
    </div>
  )
}
