import { IconActivity } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useState } from 'react'
import { eventLabel } from '../../../kernel/names.ts'
import { api } from '../../../web/api.ts'
import { useFormat } from '../../../web/format.tsx'
import { useLanguage, useTexts } from '../../../web/i18n.tsx'
import { type LiveLine, useLive } from '../../../web/live.ts'
import { ChannelIcon } from '../../../web/parts/ChannelIcon.tsx'
import { Chip } from '../../../web/parts/Chip.tsx'
import { dayIn } from '../../../web/period.ts'
import { useIsPhone } from '../../../web/phone.ts'
import { useWorkspace } from '../../../web/workspace.tsx'
import { useLivePart } from './LiveMark.tsx'
import styles from './live.module.css'
import { arrived, type LiveStore, later, openThrottle, propertyKeys, type Shown, silent } from './live.ts'
import { useMap } from './mapView.ts'
import { liveTexts } from './texts-live.ts'

const figuresEveryMs = 5_000
const tickMs = 1_000

/** In the bar above the map: shows what arrives now, or no longer. */
export function LiveSwitch() {
  const { search, go } = useMap()
  const { button } = useTexts(liveTexts)
  const isPhone = useIsPhone()
  const on = search.live === 1
  return (
    <Chip
      active={on}
      aria-pressed={on}
      aria-label={button}
      leftSection={<IconActivity size={15} stroke={1.6} aria-hidden />}
      onClick={() => go({ live: on ? undefined : 1 })}
    >
      {!isPhone && button}
    </Chip>
  )
}

/** Asks anew for what is shown of the journey, not too often and only while somebody looks. */
function useFreshFigures(): () => void {
  const { id: workspace } = useWorkspace()
  const { journey } = useMap()
  const queries = useQueryClient()
  const [throttle] = useState(() => {
    const input = { workspace, journey: journey.id }
    const { figures, touchpoint, travellers } = api.journeys
    const keys = [figures.key({ input }), touchpoint.key({ input }), travellers.key({ input })]
    return openThrottle(
      () => Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey }))),
      figuresEveryMs,
    )
  })
  const [missed] = useState({ any: false })
  useEffect(() => {
    const seen = () => {
      if (document.hidden || !missed.any) return
      missed.any = false
      throttle.ask()
    }
    document.addEventListener('visibilitychange', seen)
    return () => document.removeEventListener('visibilitychange', seen)
  }, [throttle, missed])
  return () => {
    if (document.hidden) missed.any = true
    else throttle.ask()
  }
}

/** Feeds the store while it is shown. */
function useListening(store: LiveStore): void {
  const { id: workspace } = useWorkspace()
  const { draft } = useMap()
  const refresh = useFreshFigures()
  const line = useLive(
    workspace,
    (message) => {
      if (message.kind === 'events') store.set(arrived(store.get(), message, draft.touchpoints, Date.now()))
      if (message.kind === 'settled') refresh()
    },
    undefined,
    propertyKeys(draft.touchpoints.map(({ rule }) => rule)),
  )
  const onLine = useEffectEvent((now: LiveLine) => {
    const before = store.get().line
    store.set({ ...store.get(), line: now })
    if (before === 'broken' && now === 'open') refresh()
  })
  useEffect(() => onLine(line), [line])
  useEffect(() => {
    const tick = () => !document.hidden && store.set(later(store.get(), Date.now()))
    const timer = window.setInterval(tick, tickMs)
    return () => {
      window.clearInterval(timer)
      store.set(silent)
    }
  }, [store])
}

/** Names of sources by what events call them. */
function useSourceNames(): (slug: string) => string {
  const { id: workspace } = useWorkspace()
  const { data } = useQuery(api.collect.sources.list.queryOptions({ input: { workspace }, staleTime: 60_000 }))
  return (slug) => data?.find((source) => source.slug === slug)?.name ?? slug
}

function Feed({ shown, nowMs }: { shown: readonly Shown[]; nowMs: number }) {
  const { draft, go } = useMap()
  const texts = useTexts(liveTexts)
  const format = useFormat()
  const sourceName = useSourceNames()
  const language = useLanguage()
  const ago = new Intl.RelativeTimeFormat(format.locale, { style: 'narrow' })
  const since = (atMs: number) => {
    const seconds = Math.max(0, Math.round((nowMs - atMs) / 1000))
    return seconds < 60 ? ago.format(-seconds, 'second') : ago.format(-Math.floor(seconds / 60), 'minute')
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <ol className={styles.feed} aria-label={texts.feed} tabIndex={0}>
      {shown.map(({ id, atMs, touchpoint, event }) => {
        const found = draft.touchpoints.find((one) => one.id === touchpoint)
        return (
          <li key={id}>
            <ChannelIcon channel={event.channel} size={14} />
            <span>{since(atMs)}</span> ·
            {found ? (
              <button type="button" onClick={() => go({ touchpoint: found.id, phase: undefined, person: undefined })}>
                <b>{found.name}</b>
              </button>
            ) : (
              <span>{eventLabel(event.name, language)}</span>
            )}
            · <span>{sourceName(event.source)}</span>
          </li>
        )
      })}
    </ol>
  )
}

/** Why the figures may stand still although something arrives. */
function Hints() {
  const { search, question } = useMap()
  const texts = useTexts(liveTexts)
  const { timeZone } = useWorkspace()
  const isPast = question.period !== null && question.period.to < dayIn(Date.now(), timeZone)
  return (
    <>
      {isPast && <span className={styles.hint}>{texts.past}</span>}
      {(search.filter.length > 0 || search.segment) && <span className={styles.hint}>{texts.filtered}</span>}
    </>
  )
}

function Sums() {
  const texts = useTexts(liveTexts)
  const format = useFormat()
  const sampled = useLivePart((state) => state.sampled)
  const all = useLivePart(({ counts }) => Math.round([...counts.values()].reduce((sum, count) => sum + count, 0)))
  const loose = useLivePart(({ counts }) => Math.round(counts.get(null) ?? 0))
  return (
    <span className={styles.sums}>
      <span>{texts.all(format.number(all), sampled)}</span>
      {loose > 0 && <span>{texts.loose(format.number(loose), sampled)}</span>}
    </span>
  )
}

/** The strip above the map that tells what arrives; the cards show it where it belongs. */
export function LiveLayer({ store }: { store: LiveStore }) {
  useListening(store)
  const texts = useTexts(liveTexts)
  const { id: workspace } = useWorkspace()
  const line = useLivePart((state) => state.line)
  const shown = useLivePart((state) => state.shown)
  const nowMs = useLivePart((state) => state.nowMs)
  return (
    <section className={styles.strip} aria-label={texts.label}>
      <span className={styles.line} data-line={line} role="status">
        <i className={styles.dot} aria-hidden />
        {texts.line[line]}
      </span>
      {shown.length > 0 && (
        <>
          <Sums />
          <Feed shown={shown} nowMs={nowMs} />
        </>
      )}
      {shown.length === 0 && line === 'open' && (
        <span className={styles.none}>
          {texts.none}
          <Link to="/w/$workspace/sources" params={{ workspace }}>
            {texts.toSources}
          </Link>
        </span>
      )}
      <Hints />
    </section>
  )
}
