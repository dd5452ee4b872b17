import { ActionIcon, Button } from '@mantine/core'
import {
  IconArrowMerge,
  IconChevronDown,
  IconChevronUp,
  IconClock,
  IconEqual,
  IconEqualNot,
  IconExternalLink,
  IconTilde,
  IconUsers,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../../web/parts/Loading.tsx'
import { useWorkspace } from '../../../../web/workspace.tsx'
import type { ComparedLine, Comparison, Duplicate, DuplicateDecision, Likeness } from '../../duplicates/schema.ts'
import { useTraitWords } from '../traitWords.ts'
import styles from './duplicates.module.css'
import { duplicateTexts } from './texts.ts'
import { type Review, useDeciding, useReviewKeys } from './useReview.ts'

/** One pair: why it is proposed, both side by side, and the decision. */
export function PairView({ review, pair }: { review: Review; pair: Duplicate }) {
  const texts = useTexts(duplicateTexts)
  const format = useFormat()
  const { workspace, at, pairs, step, state } = review
  const { decide, isPending, may } = useDeciding(review)
  useReviewKeys(step, decide)
  const compared = useQuery(
    api.people.duplicates.get.queryOptions({ input: { workspace, duplicate: pair.id }, staleTime: 60_000 }),
  )
  return (
    <section className={styles.pair} aria-label={`${pair.one.label}, ${pair.other.label}`}>
      <div className={styles.why}>
        <span className={styles.sure}>{texts.sure(format.percent(pair.score, 0))}</span>
        {pair.reasons.map(({ field, likeness }) => (
          <span key={field} className={styles.reason} data-likeness={likeness}>
            <Sign likeness={likeness} />
            {texts.reasons[field][likeness]}
          </span>
        ))}
        <span className={styles.walk}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={texts.previous}
            disabled={at === 0}
            onClick={() => step(-1)}
          >
            <IconChevronUp size={17} />
          </ActionIcon>
          {texts.of(format.number(at + 1), format.number(pairs.length))}
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={texts.next}
            disabled={at + 1 >= pairs.length}
            onClick={() => step(1)}
          >
            <IconChevronDown size={17} />
          </ActionIcon>
        </span>
      </div>
      {compared.isPending && <Loading shape="list" />}
      {compared.error && <ErrorPanel error={compared.error} onRetry={() => compared.refetch()} />}
      {compared.data && <Sides compared={compared.data} />}
      {may && <Decisions state={state} busy={isPending} decide={decide} />}
    </section>
  )
}

const signs = { same: IconEqual, similar: IconTilde, different: IconEqualNot } as const

function Sign({ likeness }: { likeness: Likeness }) {
  const Icon = signs[likeness]
  return <Icon size={14} stroke={2} aria-hidden />
}

type Deciding = {
  readonly state: Review['state']
  readonly busy: boolean
  readonly decide: (decision: DuplicateDecision) => void
}

function Decisions({ state, busy, decide }: Deciding) {
  const texts = useTexts(duplicateTexts)
  return (
    <div className={styles.decisions}>
      <Button color="accent" loading={busy} leftSection={<IconArrowMerge size={17} />} onClick={() => decide('merge')}>
        {texts.merge}
      </Button>
      <Button
        variant="default"
        disabled={busy}
        leftSection={<IconUsers size={17} />}
        onClick={() => decide('different')}
      >
        {texts.different}
      </Button>
      <Button
        variant="default"
        disabled={busy}
        leftSection={<IconClock size={17} />}
        onClick={() => decide(state === 'later' ? 'open' : 'later')}
      >
        {state === 'later' ? texts.back : texts.putOff}
      </Button>
      <p className={styles.keys}>{texts.keysHint}</p>
    </div>
  )
}

function Sides({ compared }: { compared: Comparison }) {
  const texts = useTexts(duplicateTexts)
  return (
    <table className={styles.sides}>
      <thead>
        <tr>
          <td />
          <Head side={compared.one} life={compared.lives.one} />
          <Head side={compared.other} life={compared.lives.other} />
        </tr>
      </thead>
      <tbody>
        {compared.lines.map((line) => (
          <tr key={line.key} data-likeness={line.likeness ?? undefined}>
            <th scope="row">
              {texts.traits[line.key] ?? line.key.replaceAll('_', ' ')}
              {line.likeness && (
                <span className={styles.sign} title={texts.likeness[line.likeness]}>
                  <Sign likeness={line.likeness} />
                  <span className={styles.hidden}>{texts.likeness[line.likeness]}</span>
                </span>
              )}
            </th>
            <Values line={line} values={line.one} />
            <Values line={line} values={line.other} />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Head({ side, life }: { side: Duplicate['one']; life: Comparison['lives']['one'] }) {
  const texts = useTexts(duplicateTexts)
  const format = useFormat()
  const { id: workspace } = useWorkspace()
  return (
    <th scope="col">
      <Link
        to="/w/$workspace/people/$person"
        params={{ workspace, person: side.personId }}
        title={texts.profile}
        className={styles.open}
      >
        {side.label}
        <IconExternalLink size={13} stroke={1.7} aria-hidden />
      </Link>
      <small>
        {life.touches === 0 ? texts.noTouch : texts.touches(format.number(life.touches))}
        {life.last !== null && ` · ${texts.last(format.date(life.last))}`}
        {Number(life.value) !== 0 && ` · ${format.money(life.value)}`}
      </small>
    </th>
  )
}

function Values({ line, values }: { line: ComparedLine; values: readonly string[] }) {
  const texts = useTexts(duplicateTexts)
  const written = useTraitWords()
  if (values.length === 0) return <td className={styles.none}>{texts.nothing}</td>
  return (
    <td>
      {values.map((value) => (
        <div key={value}>{written(line.key, value)}</div>
      ))}
    </td>
  )
}
